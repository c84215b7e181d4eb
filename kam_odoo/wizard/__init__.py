from . import base_partner_merge
from . import kam_discount_decision
from . import kam_discount_request
from . import kam_terms_refusal
