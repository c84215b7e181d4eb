from . import base_partner_merge
from . import kam_account_decide
from . import kam_account_reassign
from . import kam_account_reassign_line
from . import kam_criterion_weighing
from . import kam_criterion_weighing_line
