/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <archive.h>
#include <archive_entry.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/notation/ct-musicxml.h"
#include "core/notation/ct-notation.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/random-score.h"
#include "tests/support/temporary-file.h"
#include "tests/support/xml-file.h"

static CtNotation *
new_piece (const CtScore *score)
{
  CtNotationOptions options;
  CtNotation *piece;

  ct_notation_options_init (&options);
  options.percussion = true;
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  return piece;
}

/* ---- reading ---- */

static xmlNode *
child_of (xmlNode *node, const char *name)
{
  for (xmlNode *child = node ? node->children : NULL; child; child = child->next)
    if (strcmp ((const char *) child->name, name) == 0)
      return child;
  return NULL;
}

static int
number_of (xmlNode *node, const char *name)
{
  xmlNode *child = child_of (node, name);
  xmlChar *text;
  int number;

  if (!child)
    return 0;
  text = xmlNodeGetContent (child);
  number = atoi ((const char *) text);
  xmlFree (text);
  return number;
}

static gboolean
has_tie (xmlNode *note, const char *type)
{
  for (xmlNode *child = note->children; child; child = child->next)
    if (strcmp ((const char *) child->name, "tie") == 0)
      {
        xmlChar *text = xmlGetProp (child, BAD_CAST "type");
        gboolean same = strcmp ((const char *) text, type) == 0;

        xmlFree (text);
        if (same)
          return TRUE;
      }
  return FALSE;
}

static int
midi_of (xmlNode *note)
{
  static const int semitones[] = { ['C'] = 0, ['D'] = 2, ['E'] = 4, ['F'] = 5, ['G'] = 7, ['A'] = 9, ['B'] = 11 };
  xmlNode *pitch = child_of (note, "pitch");
  xmlChar *step = xmlNodeGetContent (child_of (pitch, "step"));
  int midi = 12 * (number_of (pitch, "octave") + 1) + semitones[step[0]] + number_of (pitch, "alter");

  xmlFree (step);
  return midi;
}

/* What the drum that a note names is played with. */
static int
drum_of (xmlNode *note)
{
  xmlChar *id = xmlGetProp (child_of (note, "instrument"), BAD_CAST "id");
  int key = atoi (strstr ((const char *) id, "-I") + 2);

  xmlFree (id);
  return key;
}

/* Walks through a measure: every voice fills it. Adds where pitches start. */
static void
read_measure (xmlNode *measure, size_t part, int64_t bar_start, int length, GHashTable *found)
{
  int at = 0, last = 0;

  for (xmlNode *node = measure->children; node; node = node->next)
    {
      const char *name = (const char *) node->name;

      if (strcmp (name, "backup") == 0)
        {
          g_assert_cmpint (at, ==, length);
          at -= number_of (node, "duration");
          g_assert_cmpint (at, ==, 0);
        }
      if (strcmp (name, "note") != 0)
        continue;
      if (!child_of (node, "chord"))
        {
          last = at;
          at += number_of (node, "duration");
        }
      if (!child_of (node, "rest") && !has_tie (node, "stop"))
        g_hash_table_add (found, g_strdup_printf ("%" G_GSIZE_FORMAT " %" G_GINT64_FORMAT " %d", part, bar_start + last,
                                                  child_of (node, "pitch") ? midi_of (node) : drum_of (node)));
    }
  g_assert_cmpint (at, ==, length);
}

static GHashTable *
read_notes (xmlDocPtr doc, const CtNotation *piece)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  size_t n_bars, part = 0;
  const CtNotationBar *bars = ct_notation_bars (piece, &n_bars);

  for (xmlNode *node = xmlDocGetRootElement (doc)->children; node; node = node->next)
    if (strcmp ((const char *) node->name, "part") == 0)
      {
        size_t bar = 0;

        for (xmlNode *measure = node->children; measure; measure = measure->next, bar++)
          {
            g_assert_cmpuint (bar, <, n_bars);
            read_measure (measure, part, bars[bar].start, bars[bar].length, found);
          }
        g_assert_cmpuint (bar, ==, n_bars);
        part++;
      }
  return found;
}

/* ---- what was written is what can be read ---- */

static void
expect_voice (const CtNotation *piece, size_t part, size_t staff, size_t bar, size_t voice, GHashTable *found, guint *n)
{
  size_t n_events, n_bars;
  const CtNotationEvent *events = ct_notation_events (piece, part, staff, bar, voice, &n_events);
  int64_t start = ct_notation_bars (piece, &n_bars)[bar].start;

  for (size_t i = 0; i < n_events; i++)
    for (size_t k = 0; k < events[i].n_pitches; k++)
      {
        const CtNotationPitch *pitch = &ct_notation_pitches (piece, &events[i])[k];
        g_autofree char *key = g_strdup_printf ("%" G_GSIZE_FORMAT " %" G_GINT64_FORMAT " %d", part,
                                                start + events[i].start, pitch->midi);

        if (pitch->tied_from)
          continue;
        g_assert_true (g_hash_table_contains (found, key));
        ++*n;
      }
}

static void
test_random (TemporaryFile *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (29);

  for (int i = 0; i < 60; i++)
    {
      CtScore *score = random_score_new (rand);
      CtNotation *piece = new_piece (score);
      CtMusicXmlOptions options = { .title = "Random" };
      GHashTable *found;
      const CtNotationPart *parts;
      size_t n_parts, n_bars;
      guint n = 0;
      xmlDocPtr doc;

      g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
      doc = xml_file_read (fixture->path);
      found = read_notes (doc, piece);
      parts = ct_notation_parts (piece, &n_parts);
      ct_notation_bars (piece, &n_bars);
      for (size_t part = 0; part < n_parts; part++)
        for (size_t staff = 0; staff < parts[part].n_staves; staff++)
          for (size_t bar = 0; bar < n_bars; bar++)
            for (size_t voice = 0; voice < CT_NOTATION_MAX_VOICES; voice++)
              expect_voice (piece, part, staff, bar, voice, found, &n);
      g_assert_cmpuint (g_hash_table_size (found), ==, n);
      g_hash_table_unref (found);
      xmlFreeDoc (doc);
      ct_notation_free (piece);
      ct_score_free (score);
    }
}

/* ---- what it says ---- */

static void
add (CtScore *score, double start, double length, int midi)
{
  CtNote note = { .onset_s = start, .offset_s = start + length, .midi = (uint8_t) midi, .velocity = 64 };

  g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
  ct_notes_sort (&score->notes);
}

/* a clarinet in E flat major, 3/4, with an upbeat: B flat, then E flat - A natural - A natural - A flat */
static CtScore *
new_song (void)
{
  CtScore *score;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new_steady (60, 1, 3, 4, &score->tempo_map), ==, CT_STATUS_OK);
  score->tracks[0].program = 71;
  score->tracks[0].naming = 2;
  g_strlcpy (score->tracks[0].name, "Cl. <1> & \001\xff\xc1\x81", sizeof score->tracks[0].name);
  add (score, 0, 1, 70);
  add (score, 1, 1, 63);
  add (score, 2, 1, 69);
  add (score, 3, 0.5, 69);
  add (score, 3.5, 2.5, 68);
  add (score, 6, 1, 63);
  return score;
}

static CtNotation *
new_song_piece (const CtScore *score)
{
  static const CtKeyChange key = { .key = { -3, false } };
  CtNotationOptions options;
  CtNotation *piece;

  ct_notation_options_init (&options);
  options.keys = &key;
  options.n_keys = 1;
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  return piece;
}

static const CtChord chords[] = {
  { .start_s = 1.01, .end_s = 3, .quality = CT_CHORD_MAJOR, .root = 3, .bass = 7 },
  { .start_s = 2.02, .end_s = 3, .quality = CT_CHORD_MAJOR, .root = 3, .bass = 7 },
  { .start_s = 3.98, .end_s = 5, .quality = CT_CHORD_SEVENTH, .root = 10, .bass = 10 },
  { .start_s = 5, .end_s = 5.9, .quality = CT_CHORD_NONE },
  { .start_s = 5.9, .end_s = 7, .quality = CT_CHORD_MINOR, .root = 8, .bass = 8 },
};

/* Notes that fill the bar before the first downbeat are in bar 0, as in tables and on the ruler. */
static void
test_numbers (TemporaryFile *fixture, gconstpointer data)
{
  static const struct
  {
    double downbeat_s;
    const char *numbers, *implicit;
  } songs[] = { { 3, "0 1 2", "0" }, { 3.5, "0 1 2", "0" }, { 6, "1 2 3", "" } };
  CtMusicXmlOptions options = { .software = "Coloratura 1" };

  for (gsize i = 0; i < G_N_ELEMENTS (songs); i++)
    {
      CtScore *score;
      CtNotation *piece;
      xmlDocPtr doc;

      g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
      g_assert_cmpint (ct_tempo_map_new_steady (60, songs[i].downbeat_s, 3, 4, &score->tempo_map), ==, CT_STATUS_OK);
      add (score, songs[i].downbeat_s == 3.5 ? 1 : 0, 1, 60);
      add (score, 6, 1, 60);
      piece = new_song_piece (score);
      g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
      doc = xml_file_read (fixture->path);
      xml_file_assert (doc, "//measure/@number", songs[i].numbers);
      xml_file_assert (doc, "//measure[@implicit='yes']/@number", songs[i].implicit);
      xmlFreeDoc (doc);
      ct_notation_free (piece);
      ct_score_free (score);
    }
}

static void
test_content (TemporaryFile *fixture, gconstpointer data)
{
  CtMusicXmlOptions options = { .title = "Élan & <co>", .software = "Coloratura 1", .chords = chords, .n_chords = 5 };
  CtScore *score = new_song ();
  CtNotation *piece = new_song_piece (score);
  xmlDocPtr doc;

  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  doc = xml_file_read (fixture->path);
  xml_file_assert (doc, "/score-partwise/@version", "4.0");
  xml_file_assert (doc, "//work-title", "Élan & <co>");
  xml_file_assert (doc, "//software", "Coloratura 1");
  xml_file_assert (doc, "//miscellaneous-field", "");
  xml_file_assert (doc, "//part-name", "Cl. <1> & ????");
  xml_file_assert (doc, "//midi-program", "72");
  xml_file_assert (doc, "//measure/@number", "0 1 2");
  xml_file_assert (doc, "//measure[@implicit='yes']/@number", "0");
  xml_file_assert (doc, "//key/fifths", "-3");
  xml_file_assert (doc, "//time/beats|//time/beat-type", "3 4");
  xml_file_assert (doc, "//clef/sign", "G");
  xml_file_assert (doc, "//transpose", "");
  xml_file_assert (doc, "//per-minute|//sound/@tempo", "60 60.00");
  xml_file_assert (doc, "//note/pitch/step", "B E A A A A E");
  xml_file_assert (doc, "//note/pitch/alter", "-1 -1 -1 -1 -1");
  /* the natural holds to the end of the bar, and the note tied into the next one is written before it */
  xml_file_assert (doc, "//accidental", "natural flat");
  xml_file_assert (doc, "//tie/@type", "start stop");
  xml_file_assert (doc, "//tied/@type", "start stop");
  xml_file_assert (doc, "//note/type", "quarter quarter quarter eighth eighth half quarter");
  xml_file_assert (doc, "//rest",
                   ""
                   "");
  /* a chord that goes on is not repeated */
  xml_file_assert (doc, "//harmony/root/root-step", "E B A");
  xml_file_assert (doc, "//harmony/root/root-alter", "-1 -1 -1");
  xml_file_assert (doc, "//harmony/bass/bass-step", "G");
  xml_file_assert (doc, "//harmony/kind", "major dominant minor");
  xml_file_assert (doc, "//harmony/kind/@text", " 7 m");
  xml_file_assert (doc, "//measure[harmony]/@number", "1 2");
  xml_file_assert (doc, "//bar-style", "light-heavy");
  xmlFreeDoc (doc);

  /* for the player of a clarinet in B flat a tone higher */
  options.transposed = true;
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  doc = xml_file_read (fixture->path);
  xml_file_assert (doc, "//key/fifths", "-1");
  xml_file_assert (doc, "//transpose/diatonic|//transpose/chromatic", "-1 -2");
  xml_file_assert (doc, "//note/pitch/step", "C F B B B B F");
  xml_file_assert (doc, "//harmony/root/root-step", "F C B");
  xmlFreeDoc (doc);
  ct_notation_free (piece);
  ct_score_free (score);
}

static void
test_tuplets (TemporaryFile *fixture, gconstpointer data)
{
  CtMusicXmlOptions options = { 0 };
  CtScore *score = new_song ();
  CtNotation *piece;
  xmlDocPtr doc;

  ct_notes_clear (&score->notes);
  add (score, 1, 2 / 3., 60);
  add (score, 1 + 2 / 3., 1 / 3., 62);
  add (score, 2, 2, 64);
  add (score, 2, 2, 67);
  piece = new_piece (score);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  doc = xml_file_read (fixture->path);
  xml_file_assert (doc, "//note/duration", "640 320 1920 1920");
  xml_file_assert (doc, "//note/type", "quarter eighth half half");
  xml_file_assert (doc, "//actual-notes", "3 3");
  xml_file_assert (doc, "//normal-notes", "2 2");
  xml_file_assert (doc, "//normal-type", "eighth");
  xml_file_assert (doc, "//tuplet/@type", "start stop");
  xml_file_assert (doc, "//note[chord]/pitch/step", "G");
  xmlFreeDoc (doc);
  ct_notation_free (piece);
  ct_score_free (score);
}

/* pitches that MusicXML has no octave for */
static void
test_octaves (TemporaryFile *fixture, gconstpointer data)
{
  CtMusicXmlOptions options = { 0 };
  CtScore *score = new_song ();
  CtNotation *piece;
  xmlDocPtr doc;

  ct_notes_clear (&score->notes);
  add (score, 1, 1, 0);
  add (score, 2, 2, 37);
  piece = new_piece (score);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  doc = xml_file_read (fixture->path);
  xml_file_assert (doc, "//pitch/octave", "1 4");
  xml_file_assert (doc, "//transpose/diatonic|//transpose/chromatic|//transpose/octave-change", "0 0 -2");
  xmlFreeDoc (doc);
  ct_notation_free (piece);
  /* and those that it has none for whatever is done */
  add (score, 4, 3, 127);
  piece = new_piece (score);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  doc = xml_file_read (fixture->path);
  xml_file_assert (doc, "//pitch[octave > 9 or octave < 0]", "");
  xmlFreeDoc (doc);
  ct_notation_free (piece);
  ct_score_free (score);
}

/* a file of nothing, and one whose beats nobody knows */
static void
test_silence (TemporaryFile *fixture, gconstpointer data)
{
  CtMusicXmlOptions options = { 0 };
  CtScore *score;
  CtNotation *piece;
  xmlDocPtr doc;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  piece = new_piece (score);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  doc = xml_file_read (fixture->path);
  xml_file_assert (doc, "//score-part/@id|//part/@id", "P1 P1");
  xml_file_assert (doc, "//rest/@measure", "yes");
  xml_file_assert (doc, "//miscellaneous-field", "not known: one beat a second");
  xmlFreeDoc (doc);
  ct_notation_free (piece);
  ct_score_free (score);
}

/* ---- compressed files ---- */

static char *
read_entry (struct archive *archive, const char *expected)
{
  struct archive_entry *entry;
  GString *text = g_string_new (NULL);
  char block[4096];
  la_ssize_t n;

  g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_OK);
  g_assert_cmpstr (archive_entry_pathname (entry), ==, expected);
  while ((n = archive_read_data (archive, block, sizeof block)) > 0)
    g_string_append_len (text, block, n);
  g_assert_cmpint (n, ==, 0);
  return g_string_free (text, FALSE);
}

static void
test_compressed (TemporaryFile *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "score.MXL", NULL), *plain = NULL;
  CtMusicXmlOptions options = { .title = "Small" };
  CtScore *score = new_song ();
  CtNotation *piece = new_song_piece (score);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;

  g_assert_cmpint (ct_musicxml_write (piece, &options, path), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  g_assert_true (g_file_get_contents (fixture->path, &plain, NULL, NULL));
  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_filename (archive, path, 4096), ==, ARCHIVE_OK);
  {
    g_autofree char *type = read_entry (archive, "mimetype");
    g_autofree char *container = read_entry (archive, "META-INF/container.xml");
    g_autofree char *music = read_entry (archive, "score.musicxml");
    xmlDocPtr doc = xmlReadMemory (container, (int) strlen (container), NULL, NULL, XML_PARSE_NONET);

    g_assert_cmpstr (type, ==, "application/vnd.recordare.musicxml");
    xml_file_assert (doc, "/container/rootfiles/rootfile/@full-path", "score.musicxml");
    xmlFreeDoc (doc);
    g_assert_cmpstr (music, ==, plain);
  }
  g_assert_cmpint (archive_read_next_header (archive, &entry), ==, ARCHIVE_EOF);
  archive_read_free (archive);
  g_unlink (path);
  ct_notation_free (piece);
  ct_score_free (score);
}

/* As many notes as nobody writes down. */
static void
test_many (TemporaryFile *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  CtMusicXmlOptions options = { 0 };
  CtScore *score;
  CtNotation *piece;
  xmlDocPtr doc;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  for (int i = 0; i < 60000; i++)
    {
      CtNote note = { .onset_s = i / 16.0, .velocity = 64, .midi = (uint8_t) g_rand_int_range (rand, 0, 128) };

      note.offset_s = note.onset_s + g_rand_double_range (rand, 0.01, 2);
      g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
    }
  piece = new_piece (score);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  doc = xmlReadFile (fixture->path, NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS | XML_PARSE_HUGE);
  g_hash_table_unref (read_notes (doc, piece));
  xmlFreeDoc (doc);
  ct_notation_free (piece);
  ct_score_free (score);
}

static CtStatus
write_some (void *data)
{
  const TemporaryFile *fixture = data;
  g_autofree char *compressed = g_strconcat (fixture->path, ".mxl", NULL);
  CtMusicXmlOptions options = { .title = "None", .chords = chords, .n_chords = 5 };
  CtScore *score = NULL;
  CtNotation *piece = NULL;
  CtNotationOptions notation;
  CtStatus status = ct_score_new (1, &score);

  ct_notation_options_init (&notation);
  for (int i = 0; i < 9 && status == CT_STATUS_OK; i++)
    status = ct_notes_append (&score->notes, &(CtNote){ .onset_s = i, .offset_s = i + 2, .midi = (uint8_t) (60 + i) });
  if (status == CT_STATUS_OK)
    status = ct_notation_new (score, &notation, &piece);
  if (status == CT_STATUS_OK)
    status = ct_musicxml_write (piece, &options, fixture->path);
  if (status == CT_STATUS_OK)
    status = ct_musicxml_write (piece, &options, compressed);
  ct_notation_free (piece);
  ct_score_free (score);
  g_unlink (compressed);
  return status;
}

static void
test_failures (TemporaryFile *fixture, gconstpointer data)
{
  g_autofree char *full = g_build_filename (fixture->folder, "full.mxl", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "nowhere", "a.mxl", NULL);
  CtMusicXmlOptions options = { 0 };
  CtScore *score = new_song ();
  CtNotation *piece = new_song_piece (score);

  g_assert_cmpint (symlink ("/dev/full", full), ==, 0);
  g_assert_cmpint (ct_musicxml_write (piece, &options, "/dev/full"), ==, CT_STATUS_NO_SPACE);
  g_assert_cmpint (ct_musicxml_write (piece, &options, full), ==, CT_STATUS_NO_SPACE);
  g_assert_cmpint (ct_musicxml_write (piece, &options, nowhere), ==, CT_STATUS_NOT_FOUND);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->folder), ==, CT_STATUS_NOT_A_FILE);
  g_unlink (full);
  ct_notation_free (piece);
  ct_score_free (score);
  failing_allocator_try_all (write_some, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                                                \
  g_test_add ("/musicxml/" path, TemporaryFile, "score.musicxml", temporary_file_set_up, func, temporary_file_tear_down)
  ADD ("random", test_random);
  ADD ("numbers", test_numbers);
  ADD ("content", test_content);
  ADD ("tuplets", test_tuplets);
  ADD ("octaves", test_octaves);
  ADD ("silence", test_silence);
  ADD ("compressed", test_compressed);
  ADD ("many", test_many);
  ADD ("failures", test_failures);
  return g_test_run ();
}
