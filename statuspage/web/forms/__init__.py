"""Forms for anybody: no written word is lost, and none counts twice. They know no staff."""
