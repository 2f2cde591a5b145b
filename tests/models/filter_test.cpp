// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/estate/cell.h"
#include "models/estate/labels.h"
#include "models/filter/filter_match.h"
#include "models/filter/filter_rows.h"
#include "tests/support/catch.h"

#include <limits>
#include <random>

using namespace binnacle::models;

namespace {

const UtcTime kNow = *parseRfc3339("2026-11-23T18:00:00Z");
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

struct Row {
    std::string name = "ranker-7f9", node = "gpu-h100-117", status = "CrashLoopBackOff",
                model = "fraud-scorer:42", team;
    double restarts = 3, sm = 0.05, memory = 64.0 * (std::int64_t{1} << 30), age = 7200,
           started = kNow.seconds() - 600, cordoned = 1;
    std::string labels = encodeLabels({{"app", "web"}, {"kubernetes.io/tier", "Front"}});
};

template <class T> RowField<Row> at(const char* name, FilterType type, T Row::*member)
{
    RowField<Row> field{{name, type}, {}, {}};
    if constexpr (std::is_same_v<T, std::string>)
        field.text = [member](const Row& row) { return std::string_view(row.*member); };
    else
        field.number = [member](const Row& row) { return row.*member; };
    return field;
}

const std::vector<RowField<Row>>& fields()
{
    static const std::vector<RowField<Row>> all = [] {
        std::vector<RowField<Row>> out{
            at("name", FilterType::Text, &Row::name),
            at("node", FilterType::Text, &Row::node),
            at("status", FilterType::Text, &Row::status),
            at("modelVersion", FilterType::Text, &Row::model),
            at("team", FilterType::Text, &Row::team),
            at("restarts", FilterType::Number, &Row::restarts),
            at("sm", FilterType::Ratio, &Row::sm),
            at("memory", FilterType::Bytes, &Row::memory),
            at("age", FilterType::Age, &Row::age),
            at("started", FilterType::Time, &Row::started),
            at("cordoned", FilterType::Flag, &Row::cordoned),
            at("labels", FilterType::Labels, &Row::labels),
        };
        out[2].field.aliases = {"phase"};
        return out;
    }();
    return all;
}

std::span<const RowField<Row>> readers()
{
    return fields();
}

Filter compiled(std::string_view text)
{
    return compileFilter(text, fieldsOf(readers()), kNow);
}

bool hit(std::string_view text, const Row& row = {})
{
    const Filter filter = compiled(text);
    INFO(text << " " << problemText(text, filter));
    CHECK(filter.problems.empty());
    return selectRows(filter, readers(), std::span<const Row>(&row, 1)).size() == 1;
}

std::string problem(std::string_view text)
{
    return problemText(text, compiled(text));
}

} // namespace

TEST_CASE("all terms must hold, letters compare without case")
{
    CHECK(hit(""));
    CHECK(hit("  \t "));
    CHECK(hit("RANKER"));
    CHECK(hit("ranker h100"));
    CHECK_FALSE(hit("ranker a100"));
    CHECK(hit("node:117 Status:crash"));
    CHECK(hit("phase:crash")); // another name of the same field
    CHECK_FALSE(hit("node:118"));
    CHECK_FALSE(hit("name:gpu")); // only that field
}

TEST_CASE("three spellings exclude")
{
    CHECK(hit("!running"));
    CHECK_FALSE(hit("!crashloop"));
    for (const char* text : {"!node:118", "node:!118", "node!=gpu-h100-118", "!node=gpu-h100"})
        CHECK(hit(text));
    for (const char* text : {"!node:117", "node:!117", "node!=gpu-h100-117", "!node=gpu-h100-117"})
        CHECK_FALSE(hit(text));
    CHECK(hit("!node!=gpu-h100-117"));
}

TEST_CASE("a colon contains, an equals sign and stars take the whole value, a comma means or")
{
    CHECK(hit("node:h100"));
    CHECK_FALSE(hit("node=h100"));
    CHECK(hit("node=GPU-h100-117"));
    CHECK(hit("node:gpu-*"));
    CHECK(hit("node:*-117"));
    CHECK_FALSE(hit("node:h100*"));
    CHECK(hit("node:a100,h100"));
    CHECK(hit("node=a,gpu-h100-117"));
    CHECK_FALSE(hit("node:a100,b100"));
    CHECK(hit("node:h100,"));      // the second one is being typed
    CHECK_FALSE(hit("h100,a100")); // a plain word is as it stands
}

TEST_CASE("quotes keep blanks and take every meaning away")
{
    CHECK(hit("modelVersion:\"fraud-scorer:42\""));
    CHECK(hit("\"fraud-scorer:42\""));
    CHECK_FALSE(hit("\"fraud-scorer:4 2\""));
    Row row;
    row.name = "two words, !a*b team:x";
    for (const char* text : {"\"two words\"", "\"!a*b\"", "name:\"s, !\"", "\"team:x\"",
                             "name:\"a*b\"", "\"two words", "\"team:\"x"})
        CHECK(hit(text, row));
    CHECK_FALSE(hit("!\"two words\"", row));
    CHECK_FALSE(hit("name:\"a*x\"", row));
}

TEST_CASE("an empty pair of quotes asks for what is not known")
{
    CHECK(hit("team:\"\""));
    CHECK(hit("team=\"\""));
    CHECK_FALSE(hit("node:\"\""));
    CHECK_FALSE(hit("!team:\"\""));
}

TEST_CASE("what is not a field name is text")
{
    CHECK(hit("fraud-scorer:42")); // a dash is in no field's name
    Row row;
    row.name = ":x ! >5 s";
    CHECK(hit(":x", row));
    CHECK(hit("!", row));
    CHECK(hit(">5", row));
}

TEST_CASE("numbers, sizes, shares and flags compare in their own units")
{
    for (const char* text : {"restarts>2", "restarts:>2", "restarts>=3", "restarts<=3",
                             "restarts:3", "restarts=3", "restarts<4", "restarts!=4", "!restarts>3",
                             "sm<6%", "sm<0.06", "sm:5%", "sm>4", "memory>=64Gi", "memory<65Gi",
                             "memory>60G", "memory:64Gi", "cordoned:true", "!cordoned:false"})
        CHECK(hit(text));
    for (const char* text : {"restarts>3", "restarts:30", "restarts!=3", "sm<5%", "sm:6%", "sm>5",
                             "memory>64Gi", "cordoned:no"})
        CHECK_FALSE(hit(text));
}

TEST_CASE("ages and moments")
{
    CHECK(hit("age>1h59m"));
    CHECK(hit("age>=2h"));
    CHECK_FALSE(hit("age>2h"));
    CHECK(hit("age<1d"));
    CHECK(hit("started<11m")); // less than eleven minutes ago
    CHECK_FALSE(hit("started<9m"));
    CHECK(hit("started>9m"));
    CHECK(hit("started>2026-11-23T17:49:59Z"));
    CHECK(hit("started<2026-11-23T18:50:01+01:00"));
    CHECK_FALSE(hit("started>2026-11-23T17:50:01Z"));
}

TEST_CASE("an unknown number is neither below nor above nor something else")
{
    Row row;
    row.restarts = kNone;
    for (const char* text :
         {"restarts<5", "restarts>5", "restarts:5", "!restarts:5", "!restarts<5"})
        CHECK_FALSE(hit(text, row));
    CHECK(hit("!team:docs", row)); // an unknown text is not docs
}

TEST_CASE("labels are asked for by key, and words look into them")
{
    CHECK(hit("label.app:web"));
    CHECK(hit("labels.kubernetes.io/tier=front"));
    CHECK_FALSE(hit("label.app:x"));
    CHECK_FALSE(hit("label.tier:front"));
    CHECK(hit("label.gone:\"\""));
    CHECK(hit("front"));
    CHECK(hit("labels:tier"));
    CHECK(hit("!label.app:db"));
}

TEST_CASE("half-typed terms change nothing and are no problem")
{
    for (const char* text : {"node:", "sm<", "sm:>=", "\"", "node:!", "!node:", "age>"}) {
        INFO(text);
        CHECK(compiled(text).empty());
        CHECK(problem(text).empty());
    }
}

TEST_CASE("problems name their place, and the rest still filters")
{
    CHECK(problem("pol:x team:docs") == "character 1: there is no field \"pol\"");
    CHECK(problem("a \xC3\xBC pol:x") == "character 5: there is no field \"pol\""); // by character
    CHECK(problem("sm<five") == "character 4: \"five\" is not a number");
    CHECK(problem("age>soon") == "character 5: \"soon\" is not a length of time");
    CHECK(problem("started>soon") == "character 9: \"soon\" is not a time");
    CHECK(problem("cordoned:maybe") == "character 10: \"maybe\" is not true or false");
    CHECK(problem("node>5") ==
          "character 6: \"node\" is a text: it is not more or less than another");
    CHECK(problem("node.x:5").empty()); // a dot is in no field's name: text
    CHECK(compiled("pol:x team:docs").terms.size() == 1);
    const auto bad = compileWholeFilter("restarts>x", fieldsOf(readers()), kNow);
    REQUIRE_FALSE(bad);
    CHECK(bad.error().code == ErrorCode::InvalidInput);
    CHECK_FALSE(bad.error().remedy.empty());
    const auto unknown = compileWholeFilter("nginx:1.25", fieldsOf(readers()), kNow);
    REQUIRE_FALSE(unknown);
    CHECK(unknown.error().remedy.find("quote it: \"nginx:1.25\"") != std::string::npos);
}

TEST_CASE("patterns match whole values and never blow up")
{
    const std::string any(1, kAnyRun);
    CHECK(matchesPattern("l4-c", "l4-c"));
    CHECK_FALSE(matchesPattern("l4-c2", "l4-c"));
    CHECK(matchesPattern("GPU-h100-117", "gpu-h100-" + any));
    CHECK(matchesPattern("", any));
    CHECK_FALSE(matchesPattern("", "a"));
    std::string pattern;
    for (int i = 0; i < 11; ++i)
        pattern += any + "a";
    CHECK_FALSE(matchesPattern(std::string(20000, 'a'), pattern + any + "b"));
}

TEST_CASE("containing is found at both ends and never beyond")
{
    CHECK(containsNoCase("ABC", "abc"));
    CHECK(containsNoCase("xxABC", "abc"));
    CHECK(containsNoCase("aab", "ab"));
    CHECK(containsNoCase("anything", ""));
    CHECK(containsNoCase("", ""));
    CHECK_FALSE(containsNoCase("", "a"));
    CHECK_FALSE(containsNoCase("ab", "abc"));
    CHECK(containsNoCase("\xC3\x9C"
                         "ber",
                         "\xC3\x9C"
                         "ber")); // beyond ASCII: byte by byte
}

TEST_CASE("any text is a filter: no bytes break the compiler")
{
    std::mt19937 random(3);
    const std::string_view alphabet = "\"!:<>=,*. \tabsmage:\xff\\5h%\x01";
    const Row row;
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (auto i = random() % 24; i > 0; --i)
            text += alphabet[random() % alphabet.size()];
        const Filter filter = compiled(text);
        for (const auto& term : filter.terms) {
            REQUIRE(term.field < static_cast<int>(fields().size()));
            REQUIRE((term.op != FilterOp::Matches || !term.values.empty()));
        }
        for (const auto& found : filter.problems)
            REQUIRE(found.at + found.size <= text.size());
        (void)selectRows(filter, readers(), std::span<const Row>(&row, 1));
    }
}
