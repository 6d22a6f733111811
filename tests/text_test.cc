#include <gtest/gtest.h>

#include "text/sources.h"

namespace stackql {
namespace {

TEST(Sources, ResolvesThroughInsertedValuesToTheirOrigin) {
  Sources sources;
  const TextId manifest = sources.AddFile("m.yml", "value: stage-one");
  const TextId query = sources.AddFile("q.iql", "'{{ Name }}' -- x");
  const Loc value = sources.All(manifest).Sub(7, 16);
  TextBuilder render(sources);
  render.Copy(sources.All(query).Sub(0, 1));
  render.Insert(value, sources.All(query).Sub(1, 11));
  render.Copy(sources.All(query).Sub(11, 17));
  const Loc text = render.Finish(Step::kRender, sources.All(query));
  ASSERT_EQ(sources.Bytes(text), "'stage-one' -- x");
  const Place place = sources.Resolve(text.Sub(1, 6));
  EXPECT_EQ(sources.Bytes(place.at), "stage");
  EXPECT_TRUE(place.exact);
  ASSERT_EQ(place.used_in.size(), 1U);
  EXPECT_EQ(sources.Bytes(place.used_in[0]), "{{ Name }}");
  // A span over several pieces is marked where it is spelled.
  EXPECT_EQ(sources.Bytes(sources.Resolve(text.Sub(0, 11)).at), "'{{ Name }}'");
  EXPECT_FALSE(sources.Resolve(text.Sub(0, 11)).exact);
}

// A string with an escape, written as JSON again: its quotes and its content are spelled in
// different texts, which meet in the file.
TEST(Sources, PiecesOfDifferentTextsMeetWhereTheyAreSpelled) {
  Sources sources;
  const Loc file = sources.All(sources.AddFile("m.yml", "[\"a\\tb\", \"c\"]"));
  const Loc token = file.Sub(1, 7);
  TextBuilder decode(sources);
  decode.Copy(file.Sub(2, 3));
  decode.Atom("\t", file.Sub(3, 5));
  decode.Copy(file.Sub(5, 6));
  const Loc content = decode.Finish(Step::kJsonString, token);
  const auto written = [&](Loc whole) {
    TextBuilder builder(sources);
    builder.Atom("[", file);
    builder.Atom("\"", token);
    builder.Copy(content);
    builder.Atom("\"", token);
    builder.Atom("]", file);
    return builder.Finish(Step::kSerialise, whole);
  };
  const Loc text = written(file);
  EXPECT_EQ(sources.Bytes(sources.Resolve(text.Sub(1, 6)).at), "\"a\\tb\"");
  EXPECT_EQ(sources.Bytes(sources.Resolve(text.Sub(2, 5)).at), "a\\tb");
  // Not within what the text as a whole stands for: that is the place.
  EXPECT_EQ(sources.Resolve(written(file.Sub(9, 12)).Sub(1, 6)).at, file.Sub(9, 12));
}

// A hole keeps its origin through texts that copy it, and is placed where it is spelled.
TEST(Sources, HolesKeepTheirOrigin) {
  Sources sources;
  const Loc origin = sources.All(sources.AddBuiltin(""));
  const Loc manifest = sources.All(sources.AddFile("m.yml", "{{ arn }}"));
  const Loc query = sources.All(sources.AddFile("q.iql", "'{{ role }}' {{ x }}"));
  TextBuilder value(sources);
  value.Hole(manifest, origin);
  const Loc prop = value.Finish(Step::kRender, manifest);
  TextBuilder render(sources);
  render.Copy(query.Sub(0, 1));
  render.Insert(prop, query.Sub(1, 11));
  render.Copy(query.Sub(11, 13));
  render.Hole(query.Sub(13, 20));
  const Loc text = render.Finish(Step::kRender, query);
  TextBuilder decode(sources);
  decode.Copy(text.Sub(1, 4));
  decode.Atom("x", text.Sub(4, 5));
  const Loc decoded = decode.Finish(Step::kSqlString, text.Sub(0, 5));
  EXPECT_EQ(sources.OriginOfHole(prop), origin);
  EXPECT_EQ(sources.OriginOfHole(text.Sub(1, 4)), origin);
  EXPECT_EQ(sources.OriginOfHole(decoded.Sub(0, 3)), origin);
  EXPECT_EQ(sources.Spelling(decoded.Sub(0, 3)), "{{ arn }}");
  EXPECT_FALSE(sources.OriginOfHole(text.Sub(6, 9)));
  EXPECT_FALSE(sources.OriginOfHole(decoded.Sub(3, 4)));
  EXPECT_FALSE(sources.OriginOfHole(manifest));
  EXPECT_FALSE(sources.OriginOfHole({}));
}

TEST(Sources, NowhereReadsAsEmpty) {
  Sources sources;
  sources.AddFile("f", "abc");
  EXPECT_EQ(sources.Bytes(Loc{}), "");
  EXPECT_EQ(sources.Bytes(Loc{}.Sub(3, 5)), "");
  EXPECT_EQ(sources.Spelling(Loc{}), "");
  EXPECT_EQ(sources.Path(kNoText), "");
  EXPECT_TRUE(sources.Pieces(kNoText).empty());
  EXPECT_NE(sources.StepOf(kNoText), Step::kFile);
  EXPECT_FALSE(sources.Resolve(Loc{}).at);
  // A hole that nothing spells is nowhere too.
  TextBuilder builder(sources);
  builder.Atom("[", {0, {0, 1}});
  builder.Hole(Loc{});
  builder.Atom("]", {0, {2, 3}});
  const Loc text = builder.Finish(Step::kSerialise, {0, {0, 3}});
  EXPECT_FALSE(sources.Resolve(text.Sub(1, 4)).at);
  EXPECT_EQ(sources.Spelling(text.Sub(1, 4)), "");
  EXPECT_EQ(sources.Resolve(text).at, (Loc{0, {0, 3}}));
}

// A text is made of older ones, however long the chain.
TEST(Sources, KnowWhatCountsInSeveralPlaces) {
  Sources sources;
  const TextId file = sources.AddFile("a", "0123456789");
  const TextId other = sources.AddFile("b", "0123456789");
  const auto shared = [&](uint32_t begin, uint32_t end) {
    return sources.IsShared({file, {begin, end}});
  };
  EXPECT_FALSE(shared(0, 1));
  sources.NoteShared({file, {4, 5}});
  sources.NoteShared({file, {6, 7}});
  EXPECT_TRUE(shared(4, 5));
  EXPECT_FALSE(shared(3, 5));
  EXPECT_FALSE(shared(4, 7));
  sources.NoteShared({file, {3, 8}});
  sources.NoteShared({file, {4, 6}});
  EXPECT_TRUE(shared(4, 7));
  EXPECT_TRUE(shared(3, 8));
  EXPECT_FALSE(shared(2, 4));
  EXPECT_FALSE(shared(8, 9));
  EXPECT_FALSE(sources.IsShared({other, {4, 5}}));
  EXPECT_FALSE(sources.IsShared({}));
}

TEST(Sources, LongChainsResolve) {
  Sources sources;
  Loc text = sources.All(sources.AddFile("f", "abc"));
  for (int i = 0; i < 100'000; ++i) {
    TextBuilder builder(sources);
    builder.Atom("x", text.Sub(0, 1));
    builder.Copy(text.Sub(1, 3));
    text = sources.All(sources.Derive(
        Step::kFilter, text, std::string(builder.bytes()),
        {{.mode = Piece::Mode::kAtom, .at = text.Sub(0, 1)}, {.out = 1, .at = text.Sub(1, 3)}}));
  }
  EXPECT_EQ(sources.Resolve(text).at, (Loc{0, {0, 3}}));
  EXPECT_EQ(sources.Resolve(text.Sub(1, 2)).at, (Loc{0, {1, 2}}));
}

TEST(TextBuilder, UnchangedTextIsNotCopied) {
  Sources sources;
  const Loc whole = sources.All(sources.AddFile("a", "abc"));
  TextBuilder builder(sources);
  builder.Copy(whole.Sub(0, 1));
  builder.Copy(whole.Sub(1, 3));
  EXPECT_EQ(builder.Finish(Step::kRender, whole), whole);
  EXPECT_EQ(sources.size(), 1U);
}

}  // namespace
}  // namespace stackql
