#include "app/column_spec.hpp"

#include <doctest/doctest.h>

namespace mlt::app {
namespace {

/// The terms of a spec, one a line, as they were understood.
std::string parsed(std::string_view spec, const ColumnSets& sets = {}) {
  std::string text;
  for (const ColumnTerm& term : parse_column_spec(spec, sets)) {
    text += term.sign == ColumnTerm::Sign::add      ? "+"
            : term.sign == ColumnTerm::Sign::remove ? "-"
                                                    : "";
    text += term.name + (term.is_literal ? " literal" : "");
    text += term.reducer ? " " + model::spell(*term.reducer) : "";
    for (const ColumnForm form : term.forms) {
      text += " " + std::string(name_of(form));
    }
    text += term.title.empty() ? "\n" : " as <" + term.title + ">\n";
  }
  return text;
}

std::string error_of(std::string_view spec, const ColumnSets& sets = {}) {
  try {
    return parsed(spec, sets);
  } catch (const Error& error) {
    CHECK(error.code() == ErrorCode::usage);
    return error.message() + (error.hints().empty() ? "" : "\n= " + error.hints().front());
  }
}

TEST_CASE("terms of a spec") {
  CHECK(parsed("") == "");
  CHECK(parsed(" , lr ,,") == "lr value\n");
  CHECK(parsed("lr,metrics.val_*") == "lr value\nmetrics.val_* value\n");
  CHECK(parsed("+a,- b") == "+a value\n-b value\n");
  CHECK(parsed("my key,train/acc,a-b") == "my key value\ntrain/acc value\na-b value\n");
  CHECK(parsed("acc:max,acc@step=-1,acc@epoch=last,acc@best(metrics.val_loss),acc@step=last") ==
        "acc :max value\nacc @step=-1 value\nacc @epoch=last value\nacc @best(val_loss) value\n"
        "acc :last value\n");
  CHECK(parsed("acc:time-to(0.9),acc:best") == "acc :time-to(0.9) value\nacc :best value\n");
  CHECK(parsed("acc@best(`a),b`),lr") == "acc @best(a),b) value\nlr value\n");
}

TEST_CASE("a name with forms shows these, and its value where a reducer is written") {
  CHECK(parsed("loss~") == "loss curve\n");
  CHECK(parsed("loss:min~%") == "loss :min value curve percent\n");
  CHECK(parsed("loss#Δ#") == "loss rank delta\n");
}

TEST_CASE("titles") {
  CHECK(parsed("acc:max as top1,lr as learning rate") ==
        "acc :max value as <top1>\nlr value as <learning rate>\n");
  CHECK(parsed("acc~ as `a, b`") == "acc curve as <a, b>\n");
  CHECK(parsed("as as as") == "as value as <as>\n");
  CHECK(parsed("class as x") == "class value as <x>\n");
}

TEST_CASE("backticks hold a key together and make it none of a glob") {
  CHECK(parsed("`a,b`:max") == "a,b literal :max value\n");
  CHECK(parsed("metrics.`hits@10`") == "metrics.hits@10 literal value\n");
  CHECK(parsed("`a*`") == "a* literal value\n");
}

TEST_CASE("sets") {
  const ColumnSets sets = {{"paper", "lr,acc:max as top1"}, {"more", "+a"}, {"deep", "@paper"}};
  CHECK(parsed("x,@paper", sets) == "x value\nlr value\nacc :max value as <top1>\n");
  CHECK(parsed("+@paper", sets) == "+lr value\n+acc :max value as <top1>\n");
  CHECK(parsed("@more", sets) == "+a value\n");
  CHECK(error_of("lr,@papr", sets) ==
        "there is no set of columns 'papr'\n  lr,@papr\n     ^~~~~\n= the nearest set is 'paper'");
  CHECK(error_of("@deep", sets) == "a set of columns cannot hold another\n  @paper\n  ^~~~~~");
  CHECK(error_of("-@more", sets) == "a set with signs of its own takes none\n  +a\n   ^");
  CHECK(error_of("@x") ==
        "there is no set of columns 'x'\n  @x\n  ^~\n"
        "= write one into mlt.yaml, such as columns: {x: \"lr,acc:max\"}");
}

TEST_CASE("what is wrong has a caret under it") {
  CHECK(error_of("lr,acc:mni") ==
        "there is no reducer 'mni'\n  lr,acc:mni\n         ^~~\n= the nearest reducer is 'min'");
  CHECK(error_of("hits@10") ==
        "expected step=NUMBER, epoch=NUMBER or best(METRIC), found '10'\n  hits@10\n       ^~\n"
        "= a key with '@' stands in backticks: `hits@10`");
  CHECK(error_of("acc:max:min") ==
        "expected ',' behind the column, found ':'\n  acc:max:min\n         ^\n"
        "= a key with such a character stands in backticks: `val:loss`");
  CHECK(error_of("acc~x").starts_with("expected ',' behind the column, found 'x'"));
  CHECK(error_of(":max") == "expected the name of a column\n  :max\n  ^");
  CHECK(error_of("lr,+") == "expected the name of a column\n  lr,+\n      ^");
  CHECK(error_of("`lr") == "the quote ` is not closed\n  `lr\n  ^");
  CHECK(error_of("lr as `x") == "the quote ` is not closed\n  lr as `x\n        ^");
  CHECK(error_of("lr as ,x") == "expected a title behind 'as'\n  lr as ,x\n        ^");
  CHECK(error_of("acc:time-to(0.9") ==
        "expected ')', found the end\n  acc:time-to(0.9\n                 ^");
  CHECK(error_of("\xff") == "the columns are no valid UTF-8 of at most 64 KiB");
}

}  // namespace
}  // namespace mlt::app
