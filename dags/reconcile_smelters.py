"""### Reconcile smelters: checks, warehouse, assertions, marts, and the digest to compliance.

Follows the asset `landed`. Great Expectations validates what is new, and failures become findings. The DuckDB models in
`sql/` tie declarations to suppliers, match declared smelters to facilities, take their status as of a date, and build
the marts. SQL assertions stop the run when a declared row is unaccounted for; readers then keep the marts they had.

**Runs** when something was landed; may be triggered at any time. With nothing new it ends at once with the same run.
**If it fails** in `build_marts` with an assertion named, do not file: the message shows the rows that do not add up.

**Tells** compliance what is new since the last digest, each item once: by mail where Airflow has the connection and
`company.yaml` names `compliance_alerts`, else in `outbox/alerts`; nothing when nothing is new (docs/alerts.md).
**If it fails** in `send_digest` the marts are good and current: the mail server did not take the digest, which lies in
the outbox. Mend the connection; what was laid into the outbox is not sent again.

Params: `as_of_date` (empty: the day of the run): status lists and reference lists up to this day count.
"""

from airflow.sdk import Param, dag, get_current_context, task

from include.dag_defaults import DATE, DEFAULT_ARGS, LANDED, POOL


@dag(
    schedule=LANDED,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["conflict-minerals", "reconcile"],
    doc_md=__doc__,
    params={
        "as_of_date": Param(
            None,
            type=["null", "string"],
            pattern=DATE,
            description="Day the statuses are taken as of, YYYY-MM-DD. Empty: the day of the run.",
        )
    },
)
def reconcile_smelters():
    """Wire the tasks; see the module's text."""

    @task(pool=POOL)
    def check_landed_tables() -> dict:
        """Run the suites over new batches; findings by code, and where the Data Docs stand."""
        from include.refresh import check
        from include.settings import load_settings

        return check(load_settings())

    @task(pool=POOL, retries=1)
    def build_marts() -> dict:
        """Run the models and assertions, write the marts, make them current."""
        from include.dag_defaults import chosen_date
        from include.refresh import build
        from include.settings import load_settings

        context = get_current_context()
        as_of = chosen_date(context["params"]["as_of_date"], context["dag_run"].run_after)
        return build(load_settings(), as_of)

    @task
    def send_digest(built: dict) -> dict:
        """Tell compliance what is new: how it went out, and where its copy lies."""
        from include.alerts.compliance import tell_compliance
        from include.alerts.silence import note_refresh
        from include.dag_defaults import chosen_moment, last_try
        from include.settings import load_settings

        context = get_current_context()
        settings, run_after = load_settings(), context["dag_run"].run_after
        note_refresh(settings, built["run"], run_after)
        moment = chosen_moment(context["params"]["as_of_date"], run_after)
        return tell_compliance(settings, built["run"], moment, last_try(context["ti"]))

    # Findings decide which declarations are valid responses: they must be there before the marts count them.
    built = build_marts()
    check_landed_tables() >> built
    send_digest(built)


reconcile_smelters()
