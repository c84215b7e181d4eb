"""A small calculator of Excel formulas, to check workbooks without Excel.

It knows the functions that our workbooks use and shares no code with the writer.
Ranges are lists of values; arithmetic on lists goes value by value, as Excel does in
SUMPRODUCT.
"""

import operator
import re

from openpyxl.utils import column_index_from_string

TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)
    | (?P<string>"(?:[^"]|"")*")
    | (?P<ref>(?:(?:'(?:[^']|'')+'|\w+)!)?\$?[A-Z]{1,3}\$?\d+
          (?::\$?[A-Z]{1,3}\$?\d+)?)
    | (?P<name>[A-Z]+)(?=\()
    | (?P<op><=|>=|<>|[-+*/^&=<>(){};,])
    )""",
    re.VERBOSE,
)
COMPARE = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
ARITHMETIC = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
}


def numbers(values):
    return [v for v in flat(values) if is_number(v)]


def flat(value):
    return value if isinstance(value, list) else [value]


def is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


def each(function, *arguments):
    """Apply value by value if any argument is a list."""
    if not any(isinstance(argument, list) for argument in arguments):
        return function(*arguments)
    length = max(len(flat(argument)) for argument in arguments)
    columns = [a if isinstance(a, list) else [a] * length for a in arguments]
    return [function(*row) for row in zip(*columns, strict=True)]


def meets(value, criterion):
    """Whether a value meets a criterion such as 5, "A" or ">0"."""
    found = re.match(r"(<=|>=|<>|<|>|=)?(.*)$", str(criterion), re.DOTALL)
    sign, text = found.group(1) or "=", found.group(2)
    try:
        wanted = float(text)
    except ValueError:
        return COMPARE[sign](str(value or "").lower(), text.lower())
    return is_number(value) and COMPARE[sign](value, wanted)


def matching(pairs):
    """For each row, whether all (range, criterion) pairs are met."""
    checks = [
        [meets(value, criterion) for value in values]
        for values, criterion in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    return [all(row) for row in zip(*checks, strict=True)]


def sum_if(values, criterion, amounts=None):
    return sum_ifs(amounts or values, values, criterion)


def sum_ifs(amounts, *pairs):
    chosen = zip(amounts, matching(pairs), strict=True)
    return sum(numbers([amount for amount, met in chosen if met]))


def large(values, ranks):
    ordered = sorted(numbers(values), reverse=True)
    return each(lambda rank: ordered[int(rank) - 1], ranks)


def sum_product(*arrays):
    product = each(lambda *row: row, *arrays)
    total = 0
    for row in product:
        factor = 1
        for value in row:
            factor *= value if is_number(value) or isinstance(value, bool) else 0
        total += factor
    return total


FUNCTIONS = {
    "ABS": lambda value: each(lambda v: abs(v or 0), value),
    "COUNT": lambda *values: sum(len(numbers(v)) for v in values),
    "COUNTA": lambda values: sum(v is not None for v in flat(values)),
    "COUNTIF": lambda *pairs: sum(matching(pairs)),
    "COUNTIFS": lambda *pairs: sum(matching(pairs)),
    "INDEX": lambda values, number: values[int(number) - 1],
    "ISNUMBER": lambda value: each(is_number, value),
    "LARGE": large,
    "MATCH": lambda value, values, _exact: values.index(value) + 1,
    "MAX": lambda *values: max([n for v in values for n in numbers(v)], default=0),
    "N": lambda value: value if is_number(value) else 0,
    "ROUND": lambda value, digits: round(value, int(digits)),
    # of sums only, and nothing is hidden in a file that nobody has filtered
    "SUBTOTAL": lambda kind, values: sum(numbers(values)) if kind == 109 else None,
    "SUM": lambda *values: sum(n for v in values for n in numbers(v)),
    "SUMIF": sum_if,
    "SUMIFS": sum_ifs,
    "SUMPRODUCT": sum_product,
    "SUMSQ": lambda values: sum(n * n for n in numbers(values)),
}


class Calculator:
    """Values of all cells of a workbook, formulas calculated from scratch.

    :param workbook: of openpyxl, loaded with formulas
    """

    def __init__(self, workbook):
        self.cells, self.formulas = {}, {}
        for sheet in workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    key = (sheet.title, cell.row, cell.column)
                    if cell.data_type == "f":
                        self.formulas[key] = cell.value
                    elif cell.value is not None:
                        self.cells[key] = cell.value
        self.ranges = {}

    def value(self, sheet, row, column):
        """The value of one cell, None if it is empty."""
        key = (sheet, row, column)
        if key not in self.cells and key in self.formulas:
            self.cells[key] = Formula(self, sheet, self.formulas[key][1:]).result()
        return self.cells.get(key)

    def reference(self, text, sheet):
        """The value of a cell, or the list of values of a range."""
        if "!" in text:
            sheet, text = text.rsplit("!", 1)
            sheet = sheet.strip("'").replace("''", "'")
        ends = [
            (int(row), column_index_from_string(letters))
            for letters, row in re.findall(r"([A-Z]+)(\d+)", text.replace("$", ""))
        ]
        if len(ends) == 1:
            return self.value(sheet, *ends[0])
        key = (sheet, text)
        if key not in self.ranges:
            (top, left), (bottom, right) = ends
            self.ranges[key] = [
                self.value(sheet, row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            ]
        return self.ranges[key]


class Formula:
    """One formula, read from left to right by precedence."""

    def __init__(self, calculator, sheet, text):
        self.calculator, self.sheet = calculator, sheet
        self.tokens, at = [], 0
        while at < len(text):
            found = TOKEN.match(text, at)
            if not found:
                raise ValueError(f"Cannot read {text[at:]!r} in {text!r}")
            self.tokens.append((found.lastgroup, found.group(found.lastgroup)))
            at = found.end()
        self.at = 0

    def result(self):
        value = self.comparison()
        if self.at < len(self.tokens):
            raise ValueError(f"Cannot read on at {self.tokens[self.at :]}")
        return 0 if value is None else value

    def next_is(self, *signs):
        if self.at < len(self.tokens) and self.tokens[self.at][1] in signs:
            if self.tokens[self.at][0] == "op":
                self.at += 1
                return self.tokens[self.at - 1][1]
        return None

    def comparison(self):
        left = self.joined()
        while sign := self.next_is(*COMPARE):
            right = self.joined()
            left = each(lambda a, b, s=sign: self.compare(s, a, b), left, right)
        return left

    def compare(self, sign, left, right):
        left, right = (
            ("" if isinstance(other, str) else 0) if value is None else value
            for value, other in ((left, right), (right, left))
        )
        if isinstance(left, str) != isinstance(right, str):
            # Excel: any text is greater than any number
            left, right = isinstance(left, str), isinstance(right, str)
        return COMPARE[sign](left, right)

    def joined(self):
        left = self.binary(("+", "-"), ("*", "/"), ("^",))
        while self.next_is("&"):
            right = self.binary(("+", "-"), ("*", "/"), ("^",))
            left = "".join(
                "" if value is None else repr(value) if is_number(value) else value
                for value in (left, right)
            )
        return left

    def binary(self, signs, *tighter):
        def operand():
            return self.binary(*tighter) if tighter else self.primary()

        left = operand()
        while sign := self.next_is(*signs):
            left = each(
                lambda a, b, s=sign: ARITHMETIC[s](a or 0, b or 0), left, operand()
            )
        return left

    def primary(self):
        if self.next_is("-"):
            return -self.primary()
        if self.next_is("("):
            value = self.comparison()
            self.next_is(")")
            return value
        if self.next_is("{"):
            values = [self.comparison()]
            while self.next_is(";", ","):
                values.append(self.comparison())
            self.next_is("}")
            return values
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(text)
        if kind == "string":
            return text[1:-1].replace('""', '"')
        if kind == "ref":
            return self.calculator.reference(text, self.sheet)
        if kind == "name":
            return self.call(text)
        raise ValueError(f"Did not expect {text}")

    def call(self, name):
        self.next_is("(")
        if name == "IF":
            return self.condition()
        arguments = [self.comparison()]
        while self.next_is(","):
            arguments.append(self.comparison())
        self.next_is(")")
        return FUNCTIONS[name](*arguments)

    def condition(self):
        """IF calculates only the branch it needs: the other may be an error."""
        met = self.comparison()
        value = None
        for branch in (True, False):
            if self.next_is(","):
                if bool(met) is branch:
                    value = self.comparison()
                else:
                    self.skip()
        self.next_is(")")
        return value

    def skip(self):
        depth = 0
        while True:
            sign = self.tokens[self.at][1]
            if depth == 0 and sign in (",", ")"):
                return
            depth += (sign in ("(", "{")) - (sign in (")", "}"))
            self.at += 1
