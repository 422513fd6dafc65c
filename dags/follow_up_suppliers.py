"""### Follow up suppliers: who owes what, a letter each.

Renders a letter for every supplier in scope that has not answered (survey, or reminder when one was sent before) or
whose declaration has something to mend (what to correct, with sheet and cell) into the outbox folder. Nothing is
sent: whoever sends a letter records it in an outreach log dropped beside the other files.

**Runs** weekly (CONFLICT_MINERALS_FOLLOW_UP_SCHEDULE changes that); may be triggered at any time.
**If it fails** before the first refresh: run `reconcile_smelters` first.

Params: `reporting_year` (empty: the campaign's year), `as_of_date` (empty: the day of the run).
"""

from airflow.sdk import Param, dag, get_current_context, task

from include.dag_defaults import DATE, DEFAULT_ARGS, schedule


@dag(
    schedule=schedule("FOLLOW_UP", "@weekly"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["conflict-minerals", "outreach"],
    doc_md=__doc__,
    params={
        "reporting_year": Param(
            None, type=["null", "integer"], minimum=2013, maximum=2100, description="Empty: the campaign's year."
        ),
        "as_of_date": Param(
            None,
            type=["null", "string"],
            pattern=DATE,
            description="Day in the letters, YYYY-MM-DD. Empty: the day of the run.",
        ),
    },
)
def follow_up_suppliers():
    """Wire the task; see the module's text."""

    @task
    def write_letters() -> dict:
        """Render the letters that are due into the outbox; letters by kind."""
        from include.dag_defaults import chosen_date
        from include.refresh import follow_up
        from include.settings import load_settings

        context = get_current_context()
        settings = load_settings()
        year = context["params"]["reporting_year"] or settings.reporting_year
        return follow_up(settings, year, chosen_date(context["params"]["as_of_date"], context["dag_run"].run_after))

    write_letters()


follow_up_suppliers()
