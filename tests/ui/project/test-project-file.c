/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/project/ct-project-file.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/project-document.h"
#include "tests/support/timbre-document.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/document/ct-recording.h"
#include "ui/project/ct-project-format.h"
#include "ui/project/ct-project.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-file-error.h"

typedef struct
{
  char *folder;
  char *path;
  GFile *file;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = project_document_new_folder ();
  fixture->path = g_build_filename (fixture->folder, "song.coloratura", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->file);
  project_document_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static gboolean
save (CtDocument *document, CtSession *session, GFile *file, CtProjectSaveFlags flags, GError **error)
{
  GAsyncResult *result = NULL;
  gboolean saved;

  ct_project_file_save_async (document, session, file, flags, NULL, project_document_keep_result, &result);
  saved = ct_project_file_save_finish (document, project_document_wait (&result), error);
  g_object_unref (result);
  return saved;
}

static CtProject *
open_project (CtDocument *document, GFile *file, GError **error)
{
  GAsyncResult *result = NULL;
  CtProject *project;

  ct_project_file_open_async (document, file, NULL, project_document_keep_result, &result);
  project = ct_project_file_open_finish (document, project_document_wait (&result), error);
  g_object_unref (result);
  return project;
}

/* One line, and it names the file. */
static void
assert_says (const GError *error, CtFileError code, const char *name)
{
  g_assert_error (error, CT_FILE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, name));
  g_assert_null (strchr (error->message, '\n'));
}

static void
move_a_note (CtDocument *document)
{
  CtEditNote note = ct_document_get_score (document)->notes[0];

  ct_document_begin (document, "Move");
  note.midi = note.midi == 50 ? 51 : 50;
  ct_document_set_note (document, &note);
  ct_document_commit (document);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60), *opened = ct_document_new ();
  CtSession *session = project_document_new_session (document), *shown;
  g_autoptr (CtProject) before = ct_project_copy_document (document, session), read = NULL, after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save (document, session, fixture->file, 0, &error));
  g_assert_true (g_file_equal (ct_document_get_file (document), fixture->file));
  g_assert_false (ct_document_get_modified (document));
  ct_project_file_give_up (document);

  read = open_project (opened, fixture->file, &error);
  g_assert_no_error (error);
  project_document_assert_same (before, read);
  g_assert_false (ct_document_get_modified (opened));
  g_assert_true (g_file_equal (ct_document_get_file (opened), fixture->file));
  g_assert_cmpstr (ct_document_get_title (opened), ==, "song");
  shown = ct_session_new (opened);
  ct_project_show (read, shown);
  after = ct_project_copy_document (opened, shown);
  project_document_assert_same (before, after);
  g_assert_true (ct_project_file_is_project (fixture->path));
  g_assert_finalize_object (shown);
  g_assert_finalize_object (opened);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
}

/* Without a recording, evidence or a session; without anything at all. */
static void
test_sparse (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60), *empty = ct_document_new ();
  g_autoptr (CtProject) before = NULL, read = NULL, nothing = NULL;
  g_autoptr (GError) error = NULL;

  ct_document_set_recording (document, NULL);
  ct_document_set_evidence (document, NULL);
  before = ct_project_copy_document (document, NULL);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  project_document_assert_same (before, read);
  g_assert_finalize_object (document);

  g_assert_true (save (empty, NULL, fixture->file, 0, &error));
  nothing = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (nothing->score->n_notes, ==, 0);
  g_assert_finalize_object (empty);
}

static void
decode_notes (const CtPosteriorgram *posteriors, const CtSpectrogram *spectrogram, CtNotes *notes)
{
  CtNoteDecoderOptions options;

  ct_note_decoder_options_init (&options);
  g_assert_cmpint (ct_note_decoder_decode (posteriors, spectrogram, &options, 0, notes), ==, CT_STATUS_OK);
}

/* A project of the demo gives the very same notes when they are decoded again. */
static void
test_decodes_alike (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = timbre_document_new_demo ();
  const CtAnalysis *analysis = ct_document_get_evidence (document)->analysis;
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;
  CtNotes before = { 0 }, after = { 0 };

  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  decode_notes (analysis->posteriors, analysis->spectrogram, &before);
  decode_notes (read->evidence->analysis->posteriors, analysis->spectrogram, &after);
  g_assert_cmpuint (before.n, >, 20);
  g_assert_cmpuint (before.n, ==, after.n);
  for (gsize i = 0; i < before.n; i++)
    g_assert_true (before.notes[i].onset_s == after.notes[i].onset_s
                   && before.notes[i].offset_s == after.notes[i].offset_s && before.notes[i].midi == after.notes[i].midi
                   && before.notes[i].velocity == after.notes[i].velocity
                   && before.notes[i].confidence == after.notes[i].confidence);
  ct_notes_clear (&before);
  ct_notes_clear (&after);
  g_assert_finalize_object (document);
}

static GBytes *
small_project (void)
{
  CtDocument *document = project_document_new (4);
  CtSession *session = project_document_new_session (document);
  g_autoptr (CtProject) project = ct_project_copy_document (document, session);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = ct_project_encode (project, "small", &error);

  g_assert_no_error (error);
  g_assert_finalize_object (session);
  g_assert_finalize_object (document);
  return bytes;
}

static void
sign (guint8 *data, gsize size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize hash_size = 32;

  g_checksum_update (checksum, data + CT_PROJECT_HEADER_SIZE, (gssize) (size - CT_PROJECT_HEADER_SIZE));
  g_checksum_get_digest (checksum, data + 16, &hash_size);
}

/* NULL: it was refused, with an error. */
static CtProject *
decode (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  CtProject *project = ct_project_decode (bytes, "/folder/broken", &error);

  g_assert_true ((project == NULL) == (error != NULL));
  if (error)
    {
      g_assert_true (error->domain == CT_FILE_ERROR);
      g_assert_nonnull (strstr (error->message, "broken"));
      g_assert_null (strchr (error->message, '\n'));
    }
  return project;
}

/* No bit but those that make the version an older one, which is read as such. */
static void
test_flipped (void)
{
  g_autoptr (GBytes) bytes = small_project ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);

  for (gsize i = 0; i < size; i++)
    {
      copy[i] = (guint8) (data[i] ^ (1 << (i + 2) % 8));
      g_assert_null (decode (copy, size));
      copy[i] = data[i];
    }
}

/* With the hash made right, what was changed is refused or makes a project as valid as any. */
static void
test_forged (void)
{
  g_autoptr (GBytes) bytes = small_project ();
  gsize size, n_accepted = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);

  for (gsize i = CT_PROJECT_HEADER_SIZE; i < size; i++)
    {
      g_autoptr (CtProject) project = NULL;

      copy[i] = i % 3 == 0 ? (guint8) (data[i] ^ 0x80) : i % 3 == 1 ? 0xff : (guint8) (data[i] + 1);
      sign (copy, size);
      project = decode (copy, size);
      if (project)
        {
          g_autoptr (GBytes) again = ct_project_encode (project, "again", NULL);

          g_assert_nonnull (again);
          g_assert_true (ct_edit_score_is_valid (project->score));
          n_accepted++;
        }
      copy[i] = data[i];
    }
  /* numbers are changed into other numbers now and then */
  g_assert_cmpuint (n_accepted, >, 0);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) bytes = small_project ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);

  for (gsize n = 0; n < size; n++)
    {
      g_autoptr (CtProject) project = decode (data, n);

      g_assert_null (project);
      if (n < CT_PROJECT_HEADER_SIZE)
        continue;
      /* cut, and signed again: no prefix of it is a whole dictionary */
      sign (copy, n);
      g_assert_null (decode (copy, n));
      memcpy (copy, data, CT_PROJECT_HEADER_SIZE);
    }
}

static void
assert_refused_at (const char *path, CtFileError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);

  g_assert_null (ct_project_file_read (path, &error));
  assert_says (error, code, name);
}

static void
test_no_project (Fixture *fixture, gconstpointer data)
{
  g_autofree char *demo = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);

  assert_refused_at (fixture->path, CT_FILE_ERROR_NOT_FOUND);
  g_assert_true (g_file_set_contents (fixture->path, "", 0, NULL));
  assert_refused_at (fixture->path, CT_FILE_ERROR_DAMAGED);
  assert_refused_at (demo, CT_FILE_ERROR_UNKNOWN_FORMAT);
  assert_refused_at (fixture->folder, CT_FILE_ERROR_NOT_A_FILE);
  assert_refused_at ("/dev/zero", CT_FILE_ERROR_NOT_A_FILE);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused_at (pipe, CT_FILE_ERROR_NOT_A_FILE);
  g_assert_false (ct_project_file_is_project (pipe));
  g_assert_false (ct_project_file_is_project (demo));
}

/* A file of a version to come is neither read nor overwritten, not even when asked to. */
static void
test_newer (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autoptr (GBytes) bytes = small_project ();
  g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  copy[8] = CT_PROJECT_VERSION + 1;
  g_assert_true (g_file_set_contents (fixture->path, (char *) copy, (gssize) g_bytes_get_size (bytes), NULL));
  assert_refused_at (fixture->path, CT_FILE_ERROR_NEWER);
  g_assert_false (save (document, NULL, fixture->file, CT_PROJECT_SAVE_OVERWRITE, &error));
  assert_says (error, CT_FILE_ERROR_NEWER, "song.coloratura");
  g_assert_true (g_file_get_contents (fixture->path, &contents, &size, NULL));
  g_assert_cmpmem (contents, size, copy, g_bytes_get_size (bytes));
  g_assert_null (ct_document_get_file (document));
  g_assert_finalize_object (document);
}

/* Replaces the value named @name of the dictionary in @bytes by @value, and signs it. */
static GBytes *
forge (GBytes *bytes, const char *name, GVariant *value)
{
  g_autoptr (GBytes) contents = g_bytes_new_from_bytes (bytes, CT_PROJECT_HEADER_SIZE,
                                                        g_bytes_get_size (bytes) - CT_PROJECT_HEADER_SIZE);
  g_autoptr (GVariant) old = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, contents, FALSE));
  g_autoptr (GVariant) made = NULL;
  GVariantDict dictionary;
  guint8 *data;
  gsize size;

  g_variant_dict_init (&dictionary, old);
  if (g_str_equal (name, "notes"))
    g_variant_dict_remove (&dictionary, "heard"); /* of the notes that were there */
  if (value)
    g_variant_dict_insert_value (&dictionary, name, value);
  else
    g_variant_dict_remove (&dictionary, name);
  made = g_variant_ref_sink (g_variant_dict_end (&dictionary));
  size = CT_PROJECT_HEADER_SIZE + g_variant_get_size (made);
  data = g_malloc0 (size);
  memcpy (data, g_bytes_get_data (bytes, NULL), CT_PROJECT_HEADER_SIZE);
  g_variant_store (made, data + CT_PROJECT_HEADER_SIZE);
  sign (data, size);
  return g_bytes_new_take (data, size);
}

/* @text: of the value in GVariant's notation, "": the value is left out. */
static void
assert_forged (const char *name, const char *text, gboolean accepted)
{
  g_autoptr (GBytes) bytes = small_project ();
  GVariant *value = *text ? g_variant_new_parsed (text) : NULL;
  g_autoptr (GBytes) forged = forge (bytes, name, value);
  g_autoptr (CtProject) project = decode (g_bytes_get_data (forged, NULL), g_bytes_get_size (forged));

  if ((project != NULL) != accepted)
    g_error ("%s = %s was %s", name, text, project ? "accepted" : "refused");
}

#define NOTE(id, onset, offset, confidence, frame, track, origin, midi, velocity, hand)                                \
  "@a(tdddiuyyyyb) [(" #id ", " #onset ", " #offset ", " #confidence ", " #frame ", " #track ", " #origin ", " #midi   \
  ", " #velocity ", " #hand ", false)]"

#define TRACK(id, more)                                                                                                \
  "{'id': <uint32 " #id ">, 'colour': <uint32 0>, 'program': <byte 0>, 'program-by-hand': <false>, 'visible': <true>," \
  " 'mute': <false>, 'solo': <false>, 'locked': <false>, 'synthesised': <false>, 'volume': <1.0>, 'pan': <0.0>, "      \
  "'name': <''>" more "}"
#define TRACKS(more) "@aa{sv} [" TRACK (1, more) ", " TRACK (2, more) ", " TRACK (3, more) "]"

#define TEMPO(points, meters)                                                                                          \
  "@a{sv} {'confidence': <0.5>, 'meter-confidence': <0.5>, 'points': <@a(xdb) [" points                                \
  "]>, 'meters': <@a(xuu) [" meters "]>}"
#define POINTS "(0, 1.0, true), (960, 1.5, false)"

#define HARMONY(keys, chords) "@a{sv} {'keys': <@a(diy) [" keys "]>, 'chords': <@a(ddyyy) [" chords "]>}"

#define PERCUSSION(groups, hits) "@a{sv} {'groups': <@a(sybb) [" groups "]>, 'hits': <@a(ddy) [" hits "]>}"
#define KICK "('', 36, false, true)"

/* Drum hits out of range, out of order, or of no group. */
static void
test_percussion (void)
{
  assert_forged ("percussion", "", TRUE);
  assert_forged ("percussion", PERCUSSION ("", ""), TRUE);
  assert_forged ("percussion", PERCUSSION (KICK ", ('Rim', 37, true, false)", "(0, 1, 0), (0, 0.5, 1)"), TRUE);
  assert_forged ("percussion", "@a{sv} {}", FALSE);
  assert_forged ("percussion", "@a{sv} {'groups': <@a(sybb) []>, 'hits': <'bang'>}", FALSE);
  assert_forged ("percussion", "@a{sv} {'groups': <'kick'>, 'hits': <@a(ddy) []>}", FALSE);
  assert_forged ("percussion", PERCUSSION ("('', 34, false, false)", ""), FALSE);
  assert_forged ("percussion", PERCUSSION ("('', 82, false, false)", ""), FALSE);
  assert_forged ("percussion", PERCUSSION (KICK, "(0, 1, 1)"), FALSE);
  assert_forged ("percussion", PERCUSSION (KICK, "(0, 1, 255)"), FALSE);
  assert_forged ("percussion", PERCUSSION (KICK, "(nan, 1, 0)"), FALSE);
  assert_forged ("percussion", PERCUSSION (KICK, "(0, 0, 0)"), FALSE);
  assert_forged ("percussion", PERCUSSION (KICK, "(0, 1.5, 0)"), FALSE);
  assert_forged ("percussion", PERCUSSION (KICK, "(1, 1, 0), (0.5, 1, 0)"), FALSE);
  assert_forged ("percussion", PERCUSSION (KICK, "(1, 1, 0), (1, 1, 0)"), FALSE);
  assert_forged ("percussion",
                 PERCUSSION (KICK "," KICK "," KICK "," KICK "," KICK "," KICK "," KICK "," KICK "," KICK, ""), FALSE);
}

/* Keys and chords out of range, or out of order. */
static void
test_harmony (void)
{
  assert_forged ("harmony", "", TRUE);
  assert_forged ("harmony", HARMONY ("", ""), TRUE);
  assert_forged ("harmony", HARMONY ("(0, 7, 1), (1, -7, 0)", "(0, 1, 14, 11, 0), (1, 2, 0, 0, 0)"), TRUE);
  assert_forged ("harmony", "@a{sv} {}", FALSE);
  assert_forged ("harmony", "@a{sv} {'keys': <@a(diy) []>, 'chords': <'C'>}", FALSE);
  assert_forged ("harmony", HARMONY ("(0, 8, 1)", ""), FALSE);
  assert_forged ("harmony", HARMONY ("(0, -2147483648, 1)", ""), FALSE);
  assert_forged ("harmony", HARMONY ("(nan, 1, 1)", ""), FALSE);
  assert_forged ("harmony", HARMONY ("(1, 1, 1), (1, 2, 1)", ""), FALSE);
  assert_forged ("harmony", HARMONY ("", "(0, 1, 15, 0, 0)"), FALSE);
  assert_forged ("harmony", HARMONY ("", "(0, 1, 255, 0, 0)"), FALSE);
  assert_forged ("harmony", HARMONY ("", "(0, 1, 1, 12, 0)"), FALSE);
  assert_forged ("harmony", HARMONY ("", "(0, 1, 1, 0, 12)"), FALSE);
  assert_forged ("harmony", HARMONY ("", "(1, 1, 1, 0, 0)"), FALSE);
  assert_forged ("harmony", HARMONY ("", "(0, inf, 1, 0, 0)"), FALSE);
  assert_forged ("harmony", HARMONY ("", "(0, 2, 1, 0, 0), (1, 3, 1, 0, 0)"), FALSE);
}

/* A map that no beats could have is refused, whatever is wrong with it. */
static void
test_tempo (void)
{
  assert_forged ("tempo", TEMPO (POINTS, "(0, 4, 4)"), TRUE);
  assert_forged ("tempo", TEMPO (POINTS, "(-3840, 1, 4), (0, 255, 128)"), TRUE);
  assert_forged ("tempo", "@a{sv} {'confidence': <0.0>, 'meter-confidence': <0.0>}", TRUE); /* there is no rhythm */
  assert_forged ("tempo", "", TRUE);                                                        /* not sought yet */

  assert_forged ("tempo", "@a{sv} {}", FALSE);
  assert_forged ("tempo", "@a{sv} {'confidence': <nan>, 'meter-confidence': <0.0>}", FALSE);
  assert_forged ("tempo", "@a{sv} {'confidence': <0.0>, 'meter-confidence': <0.0>, 'points': <'text'>}", FALSE);
  assert_forged ("tempo", "@a{sv} {'confidence': <0.0>, 'meter-confidence': <0.0>, 'points': <@a(xdb) []>}", FALSE);
  assert_forged ("tempo", TEMPO ("", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(0, 1.0, true)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(0, 1.0, true), (0, 1.5, false)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(960, 1.5, true), (0, 1.0, false)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(0, 1.0, true), (960, 1.0, false)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(0, 1.5, true), (960, 1.0, false)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(0, nan, true), (960, 1.0, false)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(0, 1.0, true), (960, inf, false)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(0, 1.0, true), (960, 1e300, false)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO ("(0, 1.0, true), (960, 500.0, false)", "(0, 4, 4)"), FALSE); /* too slow */
  assert_forged ("tempo", TEMPO ("(0, 1.0, true), (9223372036854775807, 2.0, false)", "(0, 4, 4)"), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, ""), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, "(0, 0, 4)"), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, "(0, 4, 0)"), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, "(0, 4, 3)"), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, "(0, 4294967295, 4)"), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, "(0, 4, 4294967295)"), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, "(960, 4, 4), (0, 3, 4)"), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, "(0, 4, 4), (0, 3, 4)"), FALSE);
  assert_forged ("tempo", TEMPO (POINTS, "(-9223372036854775808, 4, 4)"), FALSE);
}

/* Where notes were before they were put on a grid: only of notes that there are, each once, and of each that is on one.
 */
static void
test_heard (void)
{
  assert_forged ("heard", "@a(tdd) [(7, 0.5, 1.25)]", TRUE);
  assert_forged ("heard", "@a(tdd) [(1, 0.5, 1.25), (7, 0.5, 1.25)]", TRUE);
  assert_forged ("heard", "", FALSE);
  assert_forged ("heard", "@a(tdd) []", FALSE);
  assert_forged ("heard", "'text'", FALSE);
  assert_forged ("heard", "@a(tdd) [(7, 0.5, 1.25), (7, 0.5, 1.25)]", FALSE);
  assert_forged ("heard", "@a(tdd) [(7, 0.5, 1.25), (999, 0.5, 1.25)]", FALSE);
  assert_forged ("heard", "@a(tdd) [(7, 1.25, 0.5)]", FALSE);
  assert_forged ("heard", "@a(tdd) [(7, 0.5, inf)]", FALSE);
  assert_forged ("heard", "@a(tdd) [(7, nan, 1.0)]", FALSE);
}

/* What projects did not always have. */
static void
test_older (void)
{
  assert_forged ("tracks", TRACKS (", 'colour-by-hand': <true>"), TRUE);
  assert_forged ("tracks", TRACKS (""), TRUE);
  assert_forged ("tracks", TRACKS (", 'naming': <byte 0x02>"), TRUE);
  assert_forged ("tracks", TRACKS (", 'naming': <byte 0x03>"), FALSE);
  assert_forged ("tracks", TRACKS (", 'recognition': <byte 0x02>"), TRUE);
  assert_forged ("tracks", TRACKS (", 'recognition': <byte 0x03>"), FALSE);
  assert_forged ("tracks", TRACKS (", 'recognition': <byte 0x02>, 'guess': <(uint32 1, byte 0x00, byte 0x00)>"), FALSE);
}

static void
test_absurd (void)
{
  static const char *const numbers[] = { "next-note-id", "next-track-id" };

  /* what is right, so that the rest is wrong for the reason meant */
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 0.5, 3, 1, 60, 60, 80, 0), TRUE);
  assert_forged ("notes", "@a(tdddiuyyyyb) []", TRUE);
  assert_forged ("unknown", "'of a later version'", TRUE);

  assert_forged ("notes", "", FALSE);
  assert_forged ("tracks", "", FALSE);
  assert_forged ("deleted", "", FALSE);
  assert_forged ("options", "", FALSE);
  assert_forged ("candidates", "", FALSE);
  assert_forged ("embeddings", "", FALSE);
  assert_forged ("notes", "'text'", FALSE);
  assert_forged ("notes", NOTE (0, 1.0, 2.0, 0.5, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (4000, 1.0, 2.0, 0.5, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, nan, 2.0, 0.5, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, -1.0, 2.0, 0.5, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, inf, 0.5, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 1e300, 0.5, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 2.0, 1.0, 0.5, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 1.5, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 2.0, nan, 3, 1, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 0.5, 4, 1, 60, 60, 80, 0), FALSE); /* frames 0 to 3 */
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 0.5, -2, 1, 0, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 0.5, 3, 77, 60, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 0.5, 3, 1, 200, 60, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 0.5, 3, 1, 60, 128, 80, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 0.5, 3, 1, 60, 60, 0, 0), FALSE);
  assert_forged ("notes", NOTE (1, 1.0, 2.0, 0.5, 3, 1, 60, 60, 80, 255), FALSE);
  assert_forged ("tracks", "@aa{sv} []", FALSE); /* the notes' tracks are gone */
  assert_forged ("deleted", "@a(iy) [(4, 60)]", FALSE);
  assert_forged ("deleted", "@a(iy) [(3, 60), (2, 60)]", FALSE);
  assert_forged ("embeddings", "@au []", FALSE);
  assert_forged ("candidates", "@a(dddnyyb) []", FALSE);
  assert_forged ("candidates", "@a(dddnyyb) [(0.0, nan, 0.5, 1, 60, 1, false)]", FALSE);
  assert_forged (
      "analysis",
      "@a{sv} {'frames': <uint64 1>, 'onset': <@ay []>, 'frame': <@ay []>, 'start': <0.0>, 'duration': <1.0>}", FALSE);
  assert_forged ("analysis",
                 "@a{sv} {'frames': <uint64 18446744073709551615>, 'onset': <@ay []>, 'frame': <@ay []>, 'start': "
                 "<0.0>, 'duration': <1.0>}",
                 FALSE);
  assert_forged ("recording", "@a{sv} {'duration': <nan>, 'rate': <44100>, 'channels': <2>, 'name': <'x'>}", FALSE);
  assert_forged ("recording", "@a{sv} {'duration': <1.0>, 'rate': <-1>, 'channels': <2>, 'name': <'x'>}", FALSE);
  assert_forged ("recording", "@a{sv} {'duration': <1.0>, 'rate': <44100>, 'channels': <2>, 'name': <'x'>}", TRUE);
  assert_forged ("recording",
                 "@a{sv} {'duration': <1.0>, 'rate': <44100>, 'channels': <2>, 'name': <'x'>, 'sha256': <b'short'>}",
                 FALSE);
  assert_forged ("recording",
                 "@a{sv} {'duration': <1.0>, 'rate': <44100>, 'channels': <2>, 'name': <'x'>, 'stream': <0>}", FALSE);
  assert_forged ("recording",
                 "@a{sv} {'duration': <1.0>, 'rate': <44100>, 'channels': <2>, 'name': <'x'>, 'stream': <2>}", TRUE);
  assert_forged ("view", "@a{sv} {}", FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    assert_forged (numbers[i], "", FALSE);
  assert_forged ("next-note-id", "uint64 18446744073709551615", FALSE);
  assert_forged ("next-track-id", "uint32 4294967295", FALSE);
}

/* Names that are hostile or endless come out short and harmless. */
static void
test_names (void)
{
  g_autofree char *endless = g_strnfill (10 << 20, 'x');
  g_autofree char *slashes = g_strnfill (10 << 20, '/');
  g_autofree char *text = g_strdup_printf ("@a{sv} {'duration': <1.0>, 'rate': <1>, 'channels': <1>, 'name': <'%s'>}",
                                           endless);
  g_autofree char *shown = ct_file_display_name (endless), *slashed = ct_file_display_name (slashes);
  g_autofree char *odd = ct_file_display_name ("/tmp/a\n\xe2\x80\xaetxt.\x01\xff\x7f");
  g_autofree char *root = ct_file_display_name ("/"), *empty = ct_file_display_name ("");
  g_autoptr (GBytes) bytes = small_project (), forged = NULL;
  g_autoptr (CtProject) project = NULL;

  g_assert_cmpuint (g_utf8_strlen (shown, -1), <, 100);
  g_assert_cmpuint (strlen (slashed), <, 100);
  g_assert_cmpstr (odd, ==, "atxt.\xef\xbf\xbd");
  g_assert_cmpstr (root, ==, "/");
  g_assert_cmpstr (empty, ==, "");
  forged = forge (bytes, "recording", g_variant_new_parsed (text));
  project = decode (g_bytes_get_data (forged, NULL), g_bytes_get_size (forged));
  g_assert_nonnull (project);
  g_assert_cmpuint (strlen (project->recording->name), <, 100);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (2000);
  struct rlimit old, small;
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  gsize n_before, n_after;

  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_true (g_file_get_contents (fixture->path, &before, &n_before, NULL));
  move_a_note (document);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old), ==, 0);
  small = (struct rlimit){ 50000, old.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (save (document, NULL, fixture->file, 0, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old), ==, 0);
  assert_says (error, CT_FILE_ERROR_FAILED, "song.coloratura");
  g_assert_nonnull (strstr (error->message, "no space"));
  g_assert_true (ct_document_get_modified (document));
  g_assert_true (g_file_get_contents (fixture->path, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "song.coloratura");
  g_assert_null (g_dir_read_name (dir));
  /* with room again, all is well */
  g_clear_error (&error);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_false (ct_document_get_modified (document));
  g_assert_finalize_object (document);
}

static void
test_no_permission (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autoptr (GFile) remote = g_file_new_for_uri ("sftp://example.org/song.coloratura");
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder), device = g_file_new_for_path ("/dev/full");
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/at/all/song.coloratura");
  g_autoptr (GError) error = NULL;

  g_assert_false (save (document, NULL, remote, 0, &error));
  assert_says (error, CT_FILE_ERROR_NOT_LOCAL, "song.coloratura");
  g_clear_error (&error);
  g_assert_false (save (document, NULL, folder, 0, &error));
  assert_says (error, CT_FILE_ERROR_NOT_A_FILE, "coloratura-");
  g_clear_error (&error);
  g_assert_false (save (document, NULL, device, 0, &error));
  assert_says (error, CT_FILE_ERROR_NOT_A_FILE, "full");
  g_clear_error (&error);
  g_assert_false (save (document, NULL, nowhere, 0, &error));
  assert_says (error, CT_FILE_ERROR_NOT_FOUND, "song.coloratura");
  g_assert_null (ct_document_get_file (document));
  if (geteuid () != 0)
    {
      g_clear_error (&error);
      g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
      g_assert_false (save (document, NULL, fixture->file, 0, &error));
      g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
      assert_says (error, CT_FILE_ERROR_FAILED, "song.coloratura");
    }
  g_assert_finalize_object (document);
}

/* What another program wrote meanwhile is not overwritten before somebody was asked. */
static void
test_changed_on_disk (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  move_a_note (document);
  g_assert_true (g_file_set_contents (fixture->path, "somebody's", -1, NULL));
  g_assert_false (save (document, NULL, fixture->file, 0, &error));
  assert_says (error, CT_FILE_ERROR_CHANGED_ON_DISK, "song.coloratura");
  g_assert_true (ct_document_get_modified (document));
  g_clear_error (&error);
  g_assert_true (save (document, NULL, fixture->file, CT_PROJECT_SAVE_OVERWRITE, &error));
  g_assert_false (ct_document_get_modified (document));
  /* and is its own again; a missing file is created */
  move_a_note (document);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  move_a_note (document);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (document);
}

/* Two windows on one project, by whatever name. */
static void
test_two_windows (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60), *second = project_document_new (60);
  g_autofree char *link = g_build_filename (fixture->folder, "link.coloratura", NULL);
  g_autoptr (GFile) linked = g_file_new_for_path (link);
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  g_assert_null (open_project (second, linked, &error));
  assert_says (error, CT_FILE_ERROR_IN_USE, "link.coloratura");
  g_clear_error (&error);
  move_a_note (second);
  g_assert_false (save (second, NULL, fixture->file, CT_PROJECT_SAVE_OVERWRITE, &error));
  assert_says (error, CT_FILE_ERROR_IN_USE, "song.coloratura");
  g_assert_true (ct_document_get_modified (second));
  g_clear_error (&error);
  /* the first may claim again what it has */
  g_assert_true (ct_project_file_claim (document, fixture->file, &error));
  g_assert_finalize_object (document);
  read = open_project (second, linked, &error);
  g_assert_no_error (error);
  g_assert_nonnull (read);
  g_assert_finalize_object (second);
}

/* A change while it is being saved is not in the file, and the document stays modified. */
static void
test_changed_while_saving (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;

  move_a_note (document);
  ct_project_file_save_async (document, NULL, fixture->file, 0, NULL, project_document_keep_result, &result);
  move_a_note (document);
  g_assert_true (ct_project_file_save_finish (document, project_document_wait (&result), &error));
  g_object_unref (result);
  g_assert_true (ct_document_get_modified (document));
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  g_assert_false (ct_document_get_modified (document));
  g_assert_finalize_object (document);
}

/* The hash that a recording lacks is worked out when it is saved. */
static void
test_hash_on_save (Fixture *fixture, gconstpointer data)
{
  CtDocument *document = project_document_new (60);
  g_autofree char *demo = g_test_build_filename (G_TEST_DIST, "..", "resources", "demo.flac", NULL);
  g_autoptr (CtRecording) recording = ct_recording_new (demo, 10, 44100, 1);
  g_autoptr (CtProject) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL, *hash = NULL, *expected = NULL;
  GString *hex = g_string_new (NULL);
  gsize size;

  ct_document_set_recording (document, recording);
  g_assert_true (save (document, NULL, fixture->file, 0, &error));
  read = ct_project_file_read (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (read->recording->hashed);
  g_assert_true (g_file_get_contents (demo, &contents, &size, NULL));
  g_assert_cmpuint (read->recording->n_bytes, ==, size);
  for (gsize i = 0; i < 32; i++)
    g_string_append_printf (hex, "%02x", read->recording->sha256[i]);
  hash = g_string_free (hex, FALSE);
  expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guint8 *) contents, size);
  g_assert_cmpstr (hash, ==, expected);
  g_assert_finalize_object (document);
}

#define ADD(name, func) g_test_add ("/project-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_autofree char *state = project_document_new_folder ();
  int failed;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("sparse", test_sparse);
  ADD ("decodes-alike", test_decodes_alike);
  g_test_add_func ("/project-file/flipped", test_flipped);
  g_test_add_func ("/project-file/forged", test_forged);
  g_test_add_func ("/project-file/truncated", test_truncated);
  ADD ("no-project", test_no_project);
  ADD ("newer", test_newer);
  g_test_add_func ("/project-file/absurd", test_absurd);
  g_test_add_func ("/project-file/older", test_older);
  g_test_add_func ("/project-file/tempo", test_tempo);
  g_test_add_func ("/project-file/harmony", test_harmony);
  g_test_add_func ("/project-file/percussion", test_percussion);
  g_test_add_func ("/project-file/heard", test_heard);
  g_test_add_func ("/project-file/names", test_names);
  ADD ("full-disk", test_full_disk);
  ADD ("no-permission", test_no_permission);
  ADD ("changed-on-disk", test_changed_on_disk);
  ADD ("two-windows", test_two_windows);
  ADD ("changed-while-saving", test_changed_while_saving);
  ADD ("hash-on-save", test_hash_on_save);
  failed = g_test_run ();
  project_document_remove_folder (state);
  return failed;
}
