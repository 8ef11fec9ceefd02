"""One run: everything up in order, watched, and down again in the opposite order."""

from pathlib import Path

from shop_admin.config import ROOT, Settings
from shop_admin.launcher.banner import banner
from shop_admin.launcher.belonging import check_belonging, write_belonging
from shop_admin.launcher.embedded import with_embedded_database
from shop_admin.launcher.ending import end_run
from shop_admin.launcher.errors import LaunchError, StopAsked
from shop_admin.launcher.guardian import Guardian
from shop_admin.launcher.logs import LogFile, Say, turn_over
from shop_admin.launcher.postgres import Cluster, ClusterError
from shop_admin.launcher.preflight import RECORD_FILE, check_port
from shop_admin.launcher.readiness import is_ready
from shop_admin.launcher.record import Record
from shop_admin.launcher.schema import database_name, migrate_for
from shop_admin.launcher.services import Service, demo_filler, web_server, worker
from shop_admin.launcher.stopping import StopRequests
from shop_admin.launcher.supervisor import Child, Restarts

READY_SECONDS = 60.0
DEMO_STAMP = "demo-filled"


class Run:
    """The parts of one run; the data folder is already ours when it is made."""

    def __init__(self, settings: Settings, requests: StopRequests, say: Say) -> None:
        self.settings = settings
        self._requests = requests
        self._say = say
        folder = settings.data_dir / "log"
        self._log = LogFile(folder / "shop_admin.log")
        self._record = Record(settings.data_dir / RECORD_FILE)
        self._guardian = Guardian(self._record)
        self._cluster = None if settings.database_url else self._embedded(folder)
        self._cluster_restarts = Restarts("database")
        self._children: list[Child] = []

    def start(self) -> None:
        """Bring everything up; raises LaunchError, ClusterError, or StopAsked in between."""
        self._end_leftovers()
        check_port(self.settings)
        self._guardian.start()
        is_new = self._start_database()
        self._checkpoint()
        if migrate_for(self.settings):
            self._say("The database now has the newest schema.")
        self._checkpoint()
        if self.settings.wants_demo:
            self._fill_demo(is_new)
        self._children.append(self._child(web_server(self.settings)))
        self._await_ready()
        # Not before: where processors are few, it would only make people wait for their page.
        self._children.append(self._child(worker(self.settings)))
        home = self._cluster.home if self._cluster else None
        self._say(banner(self.settings, self._log.path, home))

    def watch(self) -> None:
        """Keep everything alive until somebody asks for the end; LaunchError when that fails."""
        while not self._requests.is_asked:
            self._requests.sleep(0.25)
            self._guardian.ensure()
            self._tend_database()
            for child in self._children:
                child.tend()

    def stop(self) -> None:
        """Stop everything: web server, worker, database; a second request hastens."""
        for child in self._children:
            child.stop(self._requests.is_urgent)
        if self._cluster:
            self._cluster.stop(self._requests.is_urgent)
        self._log.close()
        self._record.close()
        self._guardian.release()

    def _embedded(self, logs: Path) -> Cluster:
        log = logs / "postgresql.log"
        turn_over(log)
        needed = self.settings.processes * self.settings.threads + self.settings.worker_jobs
        home = self.settings.cluster_dir
        return Cluster(home, record=self._record, log=log, connections=max(60, 3 * needed + 20))

    def _end_leftovers(self) -> None:
        names = end_run(self.settings.data_dir / RECORD_FILE)
        if names:
            self._say(f"An earlier run was cut off; ended what was left: {', '.join(names)}.")

    def _start_database(self) -> bool:
        if self._cluster is None:
            return False
        is_new = not self._cluster.is_created
        if is_new:
            self._say(f"First start: making a database in {self._cluster.home} …")
        else:
            check_belonging(self.settings)
        self._cluster.start()
        write_belonging(self.settings)
        self.settings = with_embedded_database(self.settings)
        return is_new

    def _fill_demo(self, is_new: bool) -> None:
        stamp = self.settings.data_dir / DEMO_STAMP
        name = database_name(self.settings.database_url)
        if not is_new and stamp.exists() and stamp.read_text() == name:
            return
        self._say("Filling in demo data …")
        filler = self._child(demo_filler(self.settings))
        self._children.append(filler)
        while not filler.has_ended:
            self._requests.sleep(0.1)
            self._checkpoint()
        self._children.remove(filler)
        filler.stop(self._requests.is_urgent)
        if filler.process.returncode != 0:
            raise LaunchError(f"The demo data could not be filled in:\n{filler.last_words}")
        stamp.write_text(name)

    def _await_ready(self) -> None:
        for _ in range(int(READY_SECONDS / 0.1)):
            self._checkpoint()
            self._tend_database()
            for child in self._children:
                if child.has_ended:
                    name = child.service.name
                    raise LaunchError(f"The {name} ended at its start:\n{child.last_words}")
            if is_ready(self.settings):
                return
            self._requests.sleep(0.1)
        raise LaunchError(f"The web server did not become ready: see {self._log.path}.")

    def _tend_database(self) -> None:
        if self._cluster is None or not self._cluster.has_died:
            return
        pause = self._cluster_restarts.next_pause()
        self._say(f"The database ended: again in {pause:g} s.")
        self._requests.sleep(pause)
        try:
            self._cluster.start()
        except ClusterError as error:
            # Tried again by the next round, until the restarts are used up.
            self._say(str(error))

    def _child(self, service: Service) -> Child:
        return Child(service, ROOT, self._record, self._log, self._say)

    def _checkpoint(self) -> None:
        if self._requests.is_asked:
            raise StopAsked
