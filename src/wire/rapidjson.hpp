#pragma once

// The only include of RapidJSON, so that every file sees the same code.

// The wide loads look past the end of a text inside its last 16 bytes, which a sanitizer reports.
#if defined(__SSE2__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define RAPIDJSON_SSE2
#endif

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>
