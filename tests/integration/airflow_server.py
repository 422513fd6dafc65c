"""The one-machine Airflow of the server tests; `make bench` measures with the same."""

from include.bench.airflow_server import AirflowServer

__all__ = ["AirflowServer"]
