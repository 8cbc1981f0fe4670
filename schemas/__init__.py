"""The records Copydesk passes on and the Arrow schemas of its four tables, field by field."""
