#include <gtest/gtest.h>

#include "aws/xml.h"

namespace stackql::aws {
namespace {

// The element as names and texts: a[b"x"c"y"].
std::string Show(const XmlElement& element) {
  std::string text = element.name;
  if (!element.text.empty()) text.append("\"").append(element.text).append("\"");
  if (element.children.empty()) return text;
  text += "[";
  for (const XmlElement& child : element.children) text += Show(child);
  return text + "]";
}

std::string Read(std::string_view text) {
  XmlElement root;
  return ParseXml(text, root) ? Show(root) : "no";
}

TEST(Xml, GivesElementsAndTexts) {
  EXPECT_EQ(Read("<a><b>x</b>\n  <c>y</c></a>"), R"(a[b"x"c"y"])");
  EXPECT_EQ(Read("<a/>"), "a");
  EXPECT_EQ(Read("<a></a >\n"), "a");
  EXPECT_EQ(Read("<?xml version=\"1.0\"?>\n<!-- c --><a>x<!-- <b> -->y</a><!-- d -->"), R"(a"xy")");
  EXPECT_EQ(Read("<a xmlns=\"http://x/\" b = 'a>c'><n:b xmlns:n='y'/></a>"), "a[b]");
  EXPECT_EQ(Read("\xEF\xBB\xBF<a> x </a>"), R"(a" x ")");
  EXPECT_EQ(Read("<a><![CDATA[<b>&amp;]]></a>"), R"(a"<b>&amp;")");
  EXPECT_EQ(Read("<a>1\r\n2\r3</a>"), "a\"1\n2\n3\"");
}

TEST(Xml, DecodesReferences) {
  EXPECT_EQ(Read("<a>&lt;&gt;&amp;&quot;&apos;</a>"), R"(a"<>&"'")");
  EXPECT_EQ(Read("<a>&#65;&#x20AC;&#x1F600;&#10;</a>"), "a\"A\xE2\x82\xAC\xF0\x9F\x98\x80\n\"");
  EXPECT_EQ(Read("<a>&amp;lt;</a>"), R"(a"&lt;")") << "decoded once";
}

TEST(Xml, RefusesWhatIsNotWellFormed) {
  for (const char* text : {"",
                           " ",
                           "x",
                           "<",
                           "<a",
                           "<a>",
                           "<a></b>",
                           "<a><b></a></b>",
                           "<a/><b/>",
                           "<a/>x",
                           "x<a/>",
                           "</a>",
                           "<a b></a>",
                           "<a b=c/>",
                           "<a b='c/>",
                           "<a>&lt</a>",
                           "<a>&nbsp;</a>",
                           "<a>&#;</a>",
                           "<a>&#x;</a>",
                           "<a>&#0;</a>",
                           "<a>&#xD800;</a>",
                           "<a>&#x110000;</a>",
                           "<a>&#-1;</a>",
                           "<a>&#99999999999;</a>",
                           "<a>&</a>",
                           "<a><!-- </a>",
                           "<a><![CDATA[ </a>",
                           "<![CDATA[x]]>",
                           "< a/>",
                           "<a/ >",
                           "<?xml",
                           "{}",
                           "<html><br></html>"}) {
    EXPECT_EQ(Read(text), "no") << text;
  }
}

TEST(Xml, RefusesDocumentTypes) {
  EXPECT_EQ(Read("<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>"), "no");
  EXPECT_EQ(Read("<!DOCTYPE html><html></html>"), "no");
}

TEST(Xml, HasBounds) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += "<a>";
    for (int i = 0; i < depth; ++i) text += "</a>";
    return text;
  };
  EXPECT_NE(Read(nested(32)), "no");
  EXPECT_EQ(Read(nested(33)), "no");
  EXPECT_EQ(Read(nested(100'000)), "no");
  std::string many = "<a>";
  for (int i = 0; i < 200'000; ++i) many += "<b/>";
  EXPECT_EQ(Read(many + "</a>"), "no");
}

// A reply that is cut anywhere is no reply.
TEST(Xml, RefusesEachTruncation) {
  const std::string_view text =
      "<?xml version=\"1.0\"?><a xmlns='x'><!-- c --><b>&lt;x</b><c><![CDATA[y]]></c></a>";
  XmlElement root;
  ASSERT_TRUE(ParseXml(text, root));
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ParseXml(text.substr(0, size), root)) << size;
  }
}

TEST(Xml, FindsChildrenAndLists) {
  XmlElement root;
  ASSERT_TRUE(ParseXml("<a><b>1</b><b>2</b><l><member>x</member><o/><member/></l></a>", root));
  EXPECT_EQ(root.TextOf("b"), "1");
  EXPECT_EQ(root.TextOf("c"), "");
  EXPECT_EQ(root.Child("c"), nullptr);
  EXPECT_EQ(root.ListOf("l").size(), 2U);
  EXPECT_TRUE(root.ListOf("c").empty());
}

}  // namespace
}  // namespace stackql::aws
