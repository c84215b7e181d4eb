from . import kam_sales_report
from . import kam_analysis_movement
from . import kam_analysis_xlsx
