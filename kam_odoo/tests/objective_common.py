from .plan_common import PlanCommon


class ObjectiveCommon(PlanCommon):
    """Half time of the period of 90 days is the morning of 15 February 2026.

    It begins on 1 January; on 15 February 45 days are over.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._plan()

    def _read(self, objective):
        objective.invalidate_recordset()
        return objective.actual, objective.progress, objective.expected
