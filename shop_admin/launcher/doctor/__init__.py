"""`flask doctor`: whether this installation is healthy, and if not, what is to be done."""

from shop_admin.launcher.doctor.examination import diagnose, run_doctor
from shop_admin.launcher.doctor.findings import Finding

__all__ = ["Finding", "diagnose", "run_doctor"]
