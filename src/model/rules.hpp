#pragma once

#include <string>
#include <string_view>

namespace mlt::model {

// The rules for names, keys and values, MLflow's where it has one. Each check throws mlt::Error of
// kind usage whose message names the thing and the rule. They run once, on entry to app.

/// Param, metric and tag keys: letters and digits of any script, `_ - . : /` and space; at most 250
/// bytes; a path in normal form (no empty, `.` or `..` part, no leading or trailing `/`) that does
/// not begin with `..`. `kind` is "param", "metric", "tag".
void check_key(std::string_view kind, std::string_view key);
/// True for the letters and the form of a key, whatever its length: what a file in a store of
/// MLflow's has to be called.
bool is_key(std::string_view text);
/// Valid UTF-8 without NUL.
void check_value(std::string_view kind, std::string_view key, std::string_view value);
/// Run and experiment names: valid UTF-8, 1 … 500 code points, no control characters.
void check_name(std::string_view kind, std::string_view name);
/// A path below a run's artifacts: valid UTF-8, relative, normal form as for keys, no `\`, no
/// control characters, parts of at most 255 bytes.
void check_artifact_path(std::string_view path);

/// `^[a-zA-Z0-9][\w-]{0,63}$`, the pattern of experiment ids (and of their folders).
bool is_experiment_id(std::string_view text);
/// `^[a-zA-Z0-9][\w-]{0,255}$`.
bool is_run_id(std::string_view text);

/// The folder name for a thing called `name`: lower-case ASCII letters, digits, `-` and `_`, a
/// letter or digit first; at most 64; never empty, never a reserved name. Letters beyond ASCII, a
/// cut and a reserved name are stood for by 8 digits of the name's SHA-256, so that two branches
/// which create different things do not meet in one folder; names that differ in case, blanks or
/// punctuation alone do meet (`My Run`, `my-run`), which the caller has to notice.
std::string slug_of(std::string_view name);

/// A param whose value is a secret by its key's last word (key, token, secret, password, passwd and
/// their like): api_key, HF_TOKEN, hfToken, db.password, token_2; not max_tokens, tokenizer,
/// key_dim.
bool is_secret_key(std::string_view key);

}  // namespace mlt::model
