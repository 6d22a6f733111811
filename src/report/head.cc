#include "report/head.h"

#include "report/link.h"
#include "report/paint.h"

namespace stackql::report {

void AppendHead(Severity severity, std::string_view rule, const TextStyle& style,
                std::string& out) {
  const Paint paint(style.color);
  const Tone tone = ToneOf(severity);
  paint.Begin(out, tone);
  out += Name(severity);
  out += '[';
  if (style.hyperlinks) out += "\x1b]8;;" + RuleLink(rule) + "\x1b\\";
  out += rule;
  if (style.hyperlinks) out += "\x1b]8;;\x1b\\";
  out += ']';
  paint.End(out, tone);
}

}  // namespace stackql::report
