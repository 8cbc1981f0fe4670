"""A dataset's folder in, a first look at its tables out: `python benchmarks/look.py data`.

Uses DuckDB alone, as a reader would.
"""

import sys

import duckdb

QUERIES = (
    (
        "Articles by outlet and month",
        """
        select coalesce(outlet, '(unknown)') as outlet, published_month as month, count(*) as articles, sum(copy_count) as copies
        from read_parquet('{0}/tables/articles/*/*.parquet', hive_partitioning = true)
        group by all order by articles desc, outlet limit 10""",
    ),
    (
        "The stories most outlets ran",
        """
        select left(title, 60) as title, array_to_string(agencies, ', ') as agencies,
            copy_count as copies, outlet_count as outlets
        from read_parquet('{0}/tables/articles/*/*.parquet', hive_partitioning = true)
        order by outlet_count desc, copy_count desc, article_id limit 8""",
    ),
    (
        "What became of the copies",
        """
        select relation, count(*) as copies from read_parquet('{0}/tables/copies/*/*.parquet', hive_partitioning = true)
        group by relation order by copies desc""",
    ),
    (
        "Rejected, and why",
        """
        select reason, count(*) as inputs, any_value(detail) as for_example
        from read_parquet('{0}/tables/rejects/*.parquet') group by reason order by inputs desc""",
    ),
)


def main() -> None:
    """Run and print the queries."""
    dataset = sys.argv[1] if len(sys.argv) > 1 else "data"
    for title, query in QUERIES:
        print(f"{title}:")
        print(duckdb.sql(query.format(dataset)))


if __name__ == "__main__":
    main()
