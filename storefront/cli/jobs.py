"""`jobs parked` and `jobs run-again`: what waits for a person, and another try."""

from __future__ import annotations

import argparse

from storefront import create_app
from storefront.infra import queue
from storefront.infra.dates import format_datetime
from storefront.infra.db import db


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("jobs", help="list parked jobs, run them again")
    commands = parser.add_subparsers(required=True, metavar="ACTION")
    listing = commands.add_parser("parked", help="list jobs that failed too often")
    listing.set_defaults(run=run_parked)
    again = commands.add_parser("run-again", help="let parked jobs run again")
    again.add_argument("job", nargs="*", type=int, help="numbers of jobs; none: all parked ones")
    again.set_defaults(run=run_again)


def run_parked(_arguments: argparse.Namespace) -> int:
    """One line a parked job; 0 also when there is none."""
    with create_app().app_context():
        jobs = queue.parked()
        for job in jobs:
            parked_at = format_datetime(job.parked_at, "en") if job.parked_at else ""
            print(f"{job.id}  {job.kind}  shop {job.shop_id}  {parked_at}  {job.last_error or ''}")
        print(f"{len(jobs)} parked")
    return 0


def run_again(arguments: argparse.Namespace) -> int:
    """Un-park the jobs; 1 if one of the numbers is not a parked job's."""
    with create_app().app_context():
        wanted = arguments.job or [job.id for job in queue.parked()]
        unknown = [job_id for job_id in wanted if not queue.run_again(job_id)]
        db.session.commit()
    for job_id in unknown:
        print(f"{job_id} is not parked")
    print(f"{len(wanted) - len(unknown)} will run again")
    return 1 if unknown else 0
