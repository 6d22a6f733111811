#pragma once

#include <span>

#include "lint/finding.h"
#include "stack/secret_text.h"
#include "stack/secrets.h"
#include "text/sources.h"

namespace stackql {

// Takes secrets out of a report: `<NAME>` stands for them in sentences, and dots in the source
// lines that frames show, so that every place stays where it is.
void HideSecrets(const Secrets& secrets, const Sources& sources, Report& report);
// The same in what one finding says.
void HideSecrets(const SecretText& hidden, Finding& finding);
// Puts dots in the source lines that frames show at these places of files.
void HidePlaces(std::span<const Loc> places, const Sources& sources, Report& report);
// Takes words out of a report where they stand as a whole, and leaves what is like a part of them.
void HideWords(const Secrets& words, const Sources& sources, Report& report);

}  // namespace stackql
