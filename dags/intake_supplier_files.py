"""### Supplier files: drop folder to archive to landed Parquet.

Lists the drop folder, takes the files in batches, archives each under its hash, reads it by content, lands its rows,
and removes it from the drop folder last. A file that cannot be read is quarantined with the reason; the others go on.
Each file is read in a process of its own with limits of memory and time: one that crashes it is quarantined. A zip
archive or an e-mail is opened, and each file in it handled like one dropped by itself.
Files still being written (changed seconds ago, or named `.part`, `~$...`) wait for the next run. What no run takes in
(links, pipes, files too large or not readable) stays in the drop folder; `finish` returns it with reasons, in `left`.

**Runs** hourly (CONFLICT_MINERALS_INTAKE_SCHEDULE changes that); may be triggered at any time. One run at a time: a
lease on the lake also keeps other programs out.
**Emits** the asset `landed`, only when something is new; `reconcile_smelters` follows it.
**If a task fails** clear it, or trigger the DAG anew: every step may be repeated.

Params: `received_at` (empty: the time of the run) is written into the receipts; set it to replay an older intake.
"""

import pendulum
from airflow.sdk import Metadata, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from include.dag_defaults import DEFAULT_ARGS, LANDED, POOL, schedule


@dag(
    schedule=schedule("INTAKE", "@hourly"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    tags=["conflict-minerals", "intake"],
    doc_md=__doc__,
    params={
        "received_at": Param(
            None,
            type=["null", "string"],
            format="date-time",
            description="When the files count as received, ISO 8601 with time zone. Empty: now.",
        )
    },
)
def intake_supplier_files():
    """Wire the tasks; see the module's text."""

    @task
    def list_waiting_files() -> list[dict]:
        """Take the lease and cut the waiting files into batches."""
        from include.refresh import plan_intake
        from include.settings import load_settings

        return plan_intake(load_settings(), _holder(), pendulum.now("UTC"))

    @task(pool=POOL, map_index_template="{{ label }}")
    def land_files(batch: dict) -> dict:
        """Archive, read and land one batch."""
        from include.refresh import land
        from include.settings import load_settings

        context = get_current_context()
        context["label"] = batch["label"]
        chosen = context["params"]["received_at"]
        received_at = pendulum.parse(chosen) if chosen else context["dag_run"].run_after
        return land(load_settings(), batch, _holder(), received_at)

    @task(trigger_rule="all_done", outlets=[LANDED])
    def announce(results: list[dict] | None):
        """Emit `landed` when anything new came, also when a batch failed: what landed need not wait for it."""
        from include.refresh import total

        whole = total(result for result in results or [] if result)
        if not whole["receipts"] and not whole["earlier"]:
            raise AirflowSkipException("nothing new")
        yield Metadata(LANDED, {key: whole[key] for key in ("files", "quarantined", "receipts")})

    @task(trigger_rule="all_done")
    def finish(batches: list[dict] | None, results: list[dict] | None) -> dict:
        """Give the lease back; fail when a batch did, so that the run is not green."""
        from include.refresh import finish_intake, left_behind, total
        from include.settings import load_settings

        settings = load_settings()
        finish_intake(settings, _holder())
        if batches is None:
            raise RuntimeError("the drop folder could not be listed; nothing was taken in")
        done = [result for result in results or [] if result]
        if len(done) < len(batches):
            raise RuntimeError(f"{len(batches) - len(done)} of {len(batches)} batches failed; their files stay in drop")
        whole = total(done)
        return whole | {"left": whole["left"] + left_behind(settings, pendulum.now("UTC"))}

    def _holder() -> str:
        context = get_current_context()
        return f"{context['dag_run'].dag_id} {context['run_id']}"

    batches = list_waiting_files()
    results = land_files.expand(batch=batches)
    announced = announce(results)
    # The lease is given back last: nobody else may write between landing and announcing.
    announced >> finish(batches, results)


intake_supplier_files()
