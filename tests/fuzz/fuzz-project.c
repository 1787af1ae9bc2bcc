/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <stdint.h>
#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/fuzz/fuzz-target.h"
#include "ui/project/ct-project-format.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-file-error.h"

static void
decode (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (CtProject) project = ct_project_decode (bytes, "fuzz", &error);

  FUZZ_REQUIRE ((project == NULL) == (error != NULL));
  if (error)
    {
      FUZZ_REQUIRE (error->domain == CT_FILE_ERROR && !strchr (error->message, '\n'));
      return;
    }
  FUZZ_REQUIRE (ct_edit_score_is_valid (project->score));
  {
    /* what can be read can be written */
    g_autoptr (GBytes) again = ct_project_encode (project, "fuzz", NULL);

    FUZZ_REQUIRE (again);
  }
}

/* The hash keeps every change out: with it made right, what lies behind is reached. */
static void
decode_signed (const uint8_t *data, size_t size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize hash_size = 32;

  g_checksum_update (checksum, copy + CT_PROJECT_HEADER_SIZE, (gssize) (size - CT_PROJECT_HEADER_SIZE));
  g_checksum_get_digest (checksum, copy + 16, &hash_size);
  decode (copy, size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  decode (data, size);
  if (size >= CT_PROJECT_HEADER_SIZE)
    decode_signed (data, size);
  return 0;
}
