from . import base_partner_merge
from . import kam_criterion_weighing
