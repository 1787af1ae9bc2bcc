/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Projects of version 1, whose embeddings were made by a narrower encoder. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-document.h"
#include "tests/support/heard-song.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-model.h"
#include "ui/project/ct-project-format.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-file-error.h"

#define OLD_SIZE 16
#define OLD_BETA 32

/* The file that @version would have written of @dictionary. */
static GBytes *
pack (GVariant *dictionary, guint32 version)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = CT_PROJECT_HEADER_SIZE + g_variant_get_size (dictionary), hash_size = 32;
  guint8 *data = g_malloc0 (size);

  g_variant_store (dictionary, data + CT_PROJECT_HEADER_SIZE);
  g_checksum_update (checksum, data + CT_PROJECT_HEADER_SIZE, (gssize) (size - CT_PROJECT_HEADER_SIZE));
  memcpy (data,
          "\x93"
          "CLRTRA\n",
          8);
  data[8] = (guint8) version;
  g_checksum_get_digest (checksum, data + 16, &hash_size);
  return g_bytes_new_take (data, size);
}

static void
replace_options (GVariantDict *dictionary)
{
  g_autoptr (GVariant) options = g_variant_dict_lookup_value (dictionary, "options", G_VARIANT_TYPE_VARDICT);
  GVariantDict old;
  double separation;

  g_variant_dict_init (&old, options);
  g_assert_true (g_variant_dict_lookup (&old, "separation", "d", &separation));
  g_variant_dict_remove (&old, "separation");
  g_variant_dict_insert (&old, "beta", "d", OLD_BETA * separation);
  g_variant_dict_insert (&old, "register-share", "d", -1.0);
  g_variant_dict_insert (&old, "min-share", "d", 0.07);
  g_variant_dict_insert_value (dictionary, "options", g_variant_dict_end (&old));
}

/* What is saved of @document as version 1 laid it out, without its tempo map, with @n numbers more or less among the
 * embeddings. */
static GBytes *
old_project (CtDocument *document, int n)
{
  g_autoptr (CtProject) project = ct_project_copy_document (document, NULL);
  g_autoptr (GBytes) bytes = ct_project_encode (project, "new", NULL);
  g_autoptr (GBytes) contents = g_bytes_new_from_bytes (bytes, CT_PROJECT_HEADER_SIZE,
                                                        g_bytes_get_size (bytes) - CT_PROJECT_HEADER_SIZE);
  g_autoptr (GVariant) new = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, contents, FALSE));
  g_autoptr (GVariant) old = NULL;
  const CtEvidence *evidence = project->evidence;
  g_autofree float *embeddings = g_new0 (float, (evidence->n_candidates + 1) * OLD_SIZE);
  GVariantDict dictionary;

  for (gsize i = 0; i < evidence->n_candidates; i++)
    memcpy (embeddings + i * OLD_SIZE, evidence->embeddings + i * CT_EMBEDDING_SIZE, OLD_SIZE * sizeof *embeddings);
  g_variant_dict_init (&dictionary, new);
  replace_options (&dictionary);
  g_variant_dict_remove (&dictionary, "encoder");
  g_variant_dict_remove (&dictionary, "tempo");
  g_variant_dict_remove (&dictionary, "harmony");
  g_variant_dict_remove (&dictionary, "percussion");
  g_variant_dict_insert (&dictionary, "tempo-map", "@a(dduu)", g_variant_new_parsed ("@a(dduu) [(0.0, 120.0, 4, 4)]"));
  g_variant_dict_insert_value (&dictionary, "embeddings",
                               g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, embeddings,
                                                          (gsize) ((int) evidence->n_candidates * OLD_SIZE + n),
                                                          sizeof *embeddings));
  old = g_variant_ref_sink (g_variant_dict_end (&dictionary));
  return pack (old, 1);
}

static CtProject *
open_old (CtDocument *document)
{
  g_autoptr (GBytes) bytes = old_project (document, 0);
  g_autoptr (GError) error = NULL;
  CtProject *project = ct_project_decode (bytes, "old", &error);

  g_assert_no_error (error);
  return project;
}

/* Everything comes back, every edit by hand; the embeddings are known to be of no encoder of today. */
static void
test_open (void)
{
  CtDocument *document = project_document_new (60);
  g_autoptr (CtProject) saved = ct_project_copy_document (document, NULL), opened = NULL, again = NULL;
  g_autoptr (GBytes) bytes = NULL;

  ct_edit_tempo_clear (&saved->score->tempo);
  ct_harmony_clear (&saved->score->harmony);
  ct_percussion_clear (&saved->score->percussion);
  for (gsize i = 0; i < saved->evidence->n_candidates; i++)
    memset (saved->evidence->embeddings + i * CT_EMBEDDING_SIZE + OLD_SIZE, 0,
            (CT_EMBEDDING_SIZE - OLD_SIZE) * sizeof (float));
  opened = open_old (document);
  project_document_assert_same (saved, opened);
  g_assert_cmpuint (opened->evidence->encoder, ==, 0);

  /* and is saved as it is now */
  bytes = ct_project_encode (opened, "saved", NULL);
  g_assert_cmpuint (ct_project_format_version (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)), ==,
                    CT_PROJECT_VERSION);
  again = ct_project_decode (bytes, "saved", NULL);
  g_assert_nonnull (again);
  project_document_assert_same (opened, again);
  g_assert_cmpuint (again->evidence->encoder, ==, 0);
  g_assert_finalize_object (document);
}

/* The mark of the encoder is kept, of whichever. */
static void
test_encoder (void)
{
  const guint64 marks[] = { 0, 12345, ct_model_get_encoder () };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      CtDocument *document = project_document_new (60);
      g_autoptr (CtProject) saved = ct_project_copy_document (document, NULL), opened = NULL;
      g_autoptr (GBytes) bytes = NULL;

      saved->evidence->encoder = marks[i];
      bytes = ct_project_encode (saved, "new", NULL);
      opened = ct_project_decode (bytes, "new", NULL);
      g_assert_nonnull (opened);
      g_assert_cmpuint (opened->evidence->encoder, ==, marks[i]);
      g_assert_finalize_object (document);
    }
}

static void
test_damaged (void)
{
  CtDocument *document = project_document_new (60);

  for (int n = -1; n <= 1; n += 2)
    {
      g_autoptr (GBytes) bytes = old_project (document, n);
      g_autoptr (GError) error = NULL;

      g_assert_null (ct_project_decode (bytes, "old", &error));
      g_assert_error (error, CT_FILE_ERROR, CT_FILE_ERROR_DAMAGED);
    }
  g_assert_finalize_object (document);
}

/* The recording is missing, so that nothing can be computed anew: notes can still be found again with other thresholds,
 * and those that were put on their tracks by hand stay there. */
static void
test_without_recording (void)
{
  HeardSong *song = heard_song_new (200, 3, 0.3, 1);
  CtDocument *document = heard_document_new (song), *opened_document = ct_document_new ();
  const CtEditScore *before = ct_document_get_score (document);
  g_autoptr (CtProject) opened = NULL;
  CtRescoreEvidence evidence;
  CtTranscriberOptions options;
  CtEditScore *after;
  guint32 merged = before->tracks[0].id;
  size_t n_kept = 0;

  g_assert_cmpuint (before->n_tracks, ==, 3);
  ct_document_begin (document, "Merge");
  for (gsize i = 0; i < before->n_notes; i++)
    if (before->notes[i].track == before->tracks[1].id)
      {
        CtEditNote note = before->notes[i];

        note.track = merged;
        note.edited |= CT_EDITED_TRACK;
        ct_document_set_note (document, &note);
      }
  ct_document_commit (document);
  opened = open_old (document);
  ct_project_load (opened, opened_document);
  evidence = ct_evidence_for_rescore (ct_document_get_evidence (opened_document));
  g_assert_null (evidence.memory);
  options = ct_document_get_score (opened_document)->options;
  options.notes.onset_threshold = 0.1f;
  g_assert_cmpint (ct_rescore (&evidence, ct_document_get_score (opened_document), &options,
                               &(CtRescoreScope){ .kind = CT_RESCORE_ALL }, &after),
                   ==, CT_STATUS_OK);
  for (gsize i = 0; i < after->n_notes; i++)
    if (after->notes[i].edited & CT_EDITED_TRACK)
      {
        g_assert_cmpuint (after->notes[i].track, ==, merged);
        n_kept++;
      }
  g_assert_cmpuint (n_kept, >, 30);
  ct_edit_score_free (after);
  g_assert_finalize_object (opened_document);
  g_assert_finalize_object (document);
  heard_song_free (song);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project-old/open", test_open);
  g_test_add_func ("/project-old/encoder", test_encoder);
  g_test_add_func ("/project-old/damaged", test_damaged);
  g_test_add_func ("/project-old/without-recording", test_without_recording);
  return g_test_run ();
}
