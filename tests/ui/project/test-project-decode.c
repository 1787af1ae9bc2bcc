/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are cut, changed or forged: refused, or a project as valid as any. */
#include <string.h>

#include "core/transcribe/ct-edit-score.h"
#include "tests/support/project-document.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-project-format.h"
#include "ui/project/ct-project.h"
#include "ui/support/ct-file-error.h"

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
  g_autoptr (GBytes) bytes = project_document_new_bytes ();
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
  g_autoptr (GBytes) bytes = project_document_new_bytes ();
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
  g_autoptr (GBytes) bytes = project_document_new_bytes ();
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
  g_autoptr (GBytes) bytes = project_document_new_bytes ();
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

#define OPTIONS(rest)                                                                                                  \
  "@a{sv} {'onset-threshold': <0.3>, 'frame-threshold': <0.3>, 'ghost-threshold': <0.1>, 'min-length': <0.1>, "        \
  "'tolerance-frames': <10>, 'midi-low': <24>, 'midi-high': <96>, 'notes-without-onset': <false>, "                    \
  "'early-start': <false>, 'timbres': <0>, 'separation': <1.0>, 'follow-register': <true>, "                           \
  "'drop-octaves': <true>" rest "}"

/* What projects did not always have. */
static void
test_older (void)
{
  assert_forged ("options", OPTIONS (""), TRUE);
  assert_forged ("options", OPTIONS (", 'repetition': <-1.0>"), TRUE);
  assert_forged ("options", OPTIONS (", 'repetition': <-1.1>"), FALSE);
  assert_forged ("options", OPTIONS (", 'repetition': <nan>"), FALSE);
  assert_forged ("options", OPTIONS (", 'repetition': <'text'>"), FALSE);
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
  g_autoptr (GBytes) bytes = project_document_new_bytes (), forged = NULL;
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/project-decode/flipped", test_flipped);
  g_test_add_func ("/project-decode/forged", test_forged);
  g_test_add_func ("/project-decode/truncated", test_truncated);
  g_test_add_func ("/project-decode/absurd", test_absurd);
  g_test_add_func ("/project-decode/older", test_older);
  g_test_add_func ("/project-decode/tempo", test_tempo);
  g_test_add_func ("/project-decode/harmony", test_harmony);
  g_test_add_func ("/project-decode/percussion", test_percussion);
  g_test_add_func ("/project-decode/heard", test_heard);
  g_test_add_func ("/project-decode/names", test_names);
  return g_test_run ();
}
