from . import kam_demo
from . import kam_demo_partner
from . import kam_demo_order
from . import kam_demo_order_line
from . import kam_demo_activity
from . import kam_demo_plan
