/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/heard-demo.h"

#include <math.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/transcribe/ct-transcriber-options.h"

void
heard_demo_init (HeardDemo *self)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);
  CtTranscriberOptions options;
  const CtNotes *notes;

  ct_transcriber_options_init (&options);
  g_assert_cmpint (ct_transcriber_new (1, NULL, ct_simd_best_level (), &self->transcriber), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_transcriber_analyse (self->transcriber, path, &(CtTimeSpan){ 0, INFINITY }, &self->analysis), ==,
                   CT_STATUS_OK);
  g_assert_cmpint (ct_transcriber_score (self->transcriber, self->analysis, &options, &self->score), ==, CT_STATUS_OK);
  notes = &self->score->notes;
  self->embeddings = g_new (float, (notes->n + 1) * CT_EMBEDDING_SIZE);
  g_assert_cmpint (ct_transcriber_encode (self->transcriber, self->analysis, notes->notes, notes->n, self->embeddings),
                   ==, CT_STATUS_OK);
}

void
heard_demo_clear (HeardDemo *self)
{
  g_free (self->embeddings);
  ct_score_free (self->score);
  ct_analysis_free (self->analysis);
  ct_transcriber_free (self->transcriber);
}
