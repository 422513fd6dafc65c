"""### Watch deadlines: the filing deadline, and refreshes that do not come.

Reminds compliance 60, 30, 14, 7, 3 and 1 days before the filing deadline (`deadline_alert_days` in `company.yaml`
changes that), each once, with the state of the year's package, and once more when the deadline has passed. Form SD
is due on 31 May, or on the next business day: no weekend, no federal holiday. Reminders stop once a LIVE package
is sealed; one for a TEST submission does not count.
Tells data engineering, once, when no refresh has run for CONFLICT_MINERALS_REFRESH_ALERT_HOURS (8 days).

**Runs** daily (CONFLICT_MINERALS_WATCH_SCHEDULE changes that); may be triggered at any time.
**If it fails** the mail server did not take an alert, which lies in `outbox/alerts`: mend the connection
(docs/alerts.md). The reminder of the next mark goes out by itself.

Params: `reporting_year` (empty: the campaign's year, and every other one in the marts that is not filed), `as_of_date`
(empty: the day of the run; a chosen one is for trying, and uses up no reminder).
"""

from airflow.sdk import Param, dag, get_current_context, task

from include.dag_defaults import DATE, DEFAULT_ARGS, schedule

# Airflow's own DeadlineAlert (experimental in 3.3) watches how long a run takes, from a moment of that run on. A
# refresh that never starts has no run to watch; nor has a filing deadline, which ends with a seal.


@dag(
    schedule=schedule("WATCH", "@daily"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["conflict-minerals", "alerts"],
    doc_md=__doc__,
    params={
        "reporting_year": Param(
            None,
            type=["null", "integer"],
            minimum=2013,
            maximum=2100,
            description="Empty: the campaign's year, and others that are not filed.",
        ),
        "as_of_date": Param(
            None,
            type=["null", "string"],
            pattern=DATE,
            description="Day from which days are counted, YYYY-MM-DD. Empty: the day of the run.",
        ),
    },
)
def watch_deadlines():
    """Wire the tasks; see the module's text."""

    @task
    def remind_of_filing() -> dict[str, str]:
        """Remind compliance when a mark is reached; by reporting year, how the reminder went out."""
        from include.alerts.deadlines import remind, years_to_remind
        from include.dag_defaults import chosen_moment, last_try
        from include.settings import load_profile, load_settings

        context = get_current_context()
        settings = load_settings()
        year, chosen = context["params"]["reporting_year"], context["params"]["as_of_date"]
        moment, last = chosen_moment(chosen, context["dag_run"].run_after), last_try(context["ti"])
        profile = load_profile(settings.profile_address)
        years = [year] if year else years_to_remind(settings, moment.date())
        done = {str(one): remind(settings, profile, one, moment, last, bool(chosen)) for one in years}
        return {one: sent.outcome for one, sent in done.items() if sent}

    @task
    def tell_of_silence() -> str | None:
        """Tell data engineering when no refresh has run for too long; how that went out."""
        from include.alerts.silence import watch
        from include.dag_defaults import last_try
        from include.settings import load_profile, load_settings

        context = get_current_context()
        settings = load_settings()
        done = watch(
            settings, load_profile(settings.profile_address), context["dag_run"].run_after, last_try(context["ti"])
        )
        return done.outcome if done else None

    remind_of_filing()
    tell_of_silence()


watch_deadlines()
