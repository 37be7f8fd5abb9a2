#include <iostream>
#include <string>
#include <string_view>

#include "mlt/error.hpp"

#include "wire/json.hpp"
#include "wire/meta_yaml.hpp"

// MLflow's YAML on a pipe, for test programs in Python. Reads a JSON value a line and answers each
// with one: `emit` takes an object and gives the text of its YAML, `parse` takes a text and gives
// what it holds, `rewrite` takes a text and gives that of what it holds. A refusal is answered with
// {"refused": MESSAGE}.

namespace {

using mlt::wire::Value;

Value answer(std::string_view mode, const Value& request) {
  if (mode == "emit") return {mlt::wire::to_meta_yaml(request), "", 0};
  const Value content = mlt::wire::parse_meta_yaml(request.text(), {"meta.yaml"});
  return mode == "parse" ? content : Value{mlt::wire::to_meta_yaml(content), "", 0};
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view mode = argc == 2 ? argv[1] : "";
  if (mode != "emit" && mode != "parse" && mode != "rewrite") {
    std::cerr << "usage: meta_yaml_tool emit|parse|rewrite\n";
    return 2;
  }
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    Value result;
    try {
      result = answer(mode, mlt::wire::parse_json(line, {"stdin"}));
    } catch (const mlt::Error& error) {
      result.data = Value::Object{{"refused", {error.message(), "", 0}}};
    }
    std::cout << mlt::wire::to_json(result) << '\n';
  }
  return 0;
}
