/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the text, a name that is made of it is no path. */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-file-name.h"
#include "tests/fuzz/fuzz-target.h"

/* Whether no byte of @name, of @n, is one that a name must not have; those above ASCII form characters of their own. */
static bool
is_harmless (const char *name, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      unsigned char c = (unsigned char) name[i];
      /* the second halves of U+0080 to U+009F, which are control characters */
      bool is_control = c < 0x20 || c == 0x7f || (c == 0xc2 && (unsigned char) name[i + 1] < 0xa0);

      if (is_control || c == '/')
        return false;
    }
  return true;
}

static void
check (const char *text, size_t length, CtFileNameKind kind, size_t most)
{
  char *name = malloc (most + 1), *again = malloc (most + 1);
  size_t n;

  FUZZ_REQUIRE (name && again);
  n = ct_file_name_clean (text, length, kind, most, name);
  FUZZ_REQUIRE (n <= most && strlen (name) == n);
  FUZZ_REQUIRE (is_harmless (name, n));
  FUZZ_REQUIRE (n == 0 || (name[0] != '.' && name[0] != ' ' && name[n - 1] != '.' && name[n - 1] != ' '));
  FUZZ_REQUIRE (kind == CT_FILE_NAME_LOCAL || !strpbrk (name, "\\:*?\"<>|"));
  /* a clean name stays as it is */
  FUZZ_REQUIRE (ct_file_name_clean (name, n, kind, most, again) == n && strcmp (name, again) == 0);
  free (name);
  free (again);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const size_t lengths[] = { 0, 1, 3, 16, 230 };

  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
    {
      check ((const char *) data, size, CT_FILE_NAME_LOCAL, lengths[i]);
      check ((const char *) data, size, CT_FILE_NAME_PORTABLE, lengths[i]);
    }
  return 0;
}
