#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stackql::aws {

// An element of an XML text. Attributes and comments are passed over: AWS's replies say nothing by
// them.
struct XmlElement {
  std::string name = {};  // without a prefix
  std::string text = {};  // its own text, without that of its children
  std::vector<XmlElement> children = {};

  // The first child of that name, or null.
  const XmlElement* Child(std::string_view child) const;
  // The text of that child; empty if there is none.
  std::string TextOf(std::string_view child) const;
  // The children named "member" of that child: a list, as AWS writes it.
  std::vector<const XmlElement*> ListOf(std::string_view child) const;
};

// Reads an XML text within bounds. Knows the five entities of XML and numbers of characters;
// refuses document types, and with them all entities of a text's own. Returns false if it is no
// such text.
bool ParseXml(std::string_view text, XmlElement& root);

}  // namespace stackql::aws
