#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "iam/arn.h"
#include "lang/lang.h"

namespace stackql::iam {

// The Service Authorization Reference's form of an ARN:
// "arn:${Partition}:ivs:${Region}:${Account}:stage/${ResourceId}". `fill` gives what stands for the
// placeholder of a name.
Arn FillTemplate(std::string_view arn_template,
                 const std::function<Arn(std::string_view placeholder)>& fill);

// Whether a text is a template that the functions here read: an ARN with ${placeholders} and no
// other special characters.
bool IsArnTemplate(std::string_view text);

// Whether a text, in which runs of 0xFF bytes are holes, can be an ARN of the template.
Tri MatchesTemplate(std::string_view arn_template, std::string_view text);
Tri MatchesTemplate(std::string_view arn_template, const Arn& arn);

// What stands for the placeholders of a template in a text, which is an ARN or anything else that
// has such parts; none if it has not, or if that is not known. With kBegin, the text may go on
// behind a separator: the ARN of an alias begins with that of its function.
enum class Extent { kAll, kBegin };
using TemplateParts = std::map<std::string, Arn, std::less<>>;
std::optional<TemplateParts> ReadTemplate(std::string_view text_template, const Arn& text,
                                          Extent extent);

// Whether the ARNs of `longer` are those of `shorter` with a suffix: an object's and its
// bucket's.
bool Extends(std::string_view longer, std::string_view shorter);
// ... or begin with the same placeholders, and have more: service/${ClusterName}/${ServiceName} and
// service-deployment/${ClusterName}/${ServiceName}/${ServiceDeploymentId}.
bool IsWithin(std::string_view longer, std::string_view shorter);

}  // namespace stackql::iam
