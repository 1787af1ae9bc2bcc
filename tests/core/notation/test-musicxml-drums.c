/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drums in MusicXML. */
#include <glib.h>
#include <libxml/tree.h>
#include <stdlib.h>

#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/notation/ct-musicxml.h"
#include "core/notation/ct-notation.h"
#include "tests/support/temporary-file.h"
#include "tests/support/xml-file.h"

/* with a key of three flats */
static CtNotation *
new_piece (const CtScore *score)
{
  static const CtKeyChange key = { .key = { -3, false } };
  CtNotationOptions options;
  CtNotation *piece;

  ct_notation_options_init (&options);
  options.keys = &key;
  options.n_keys = 1;
  options.percussion = true;
  g_assert_cmpint (ct_notation_new (score, &options, &piece), ==, CT_STATUS_OK);
  return piece;
}

/* a clarinet's note in 3/4 */
static CtScore *
new_song (void)
{
  const CtNote note = { .onset_s = 1, .offset_s = 2, .midi = 60, .velocity = 64 };
  CtScore *score;

  g_assert_cmpint (ct_score_new (1, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new_steady (60, 1, 3, 4, &score->tempo_map), ==, CT_STATUS_OK);
  score->tracks[0].program = 71;
  g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
  return score;
}

/* A group for each of @drums ([@n]), hit at each of its @times ([4], below 0: not). */
static void
add_hits (CtScore *score, const uint8_t *drums, const double (*times)[4], size_t n)
{
  CtPercussion *percussion = &score->percussion;

  percussion->hits = calloc (4 * n, sizeof *percussion->hits);
  percussion->n_groups = n;
  for (size_t i = 0; i < n; i++)
    {
      percussion->groups[i].drum = drums[i];
      for (int k = 0; k < 4; k++)
        if (times[i][k] >= 0)
          percussion->hits[percussion->n_hits++] = (CtHit){ times[i][k], 1, (uint8_t) i };
    }
  ct_percussion_sort (percussion);
  g_assert_true (ct_percussion_is_valid (percussion));
}

/* the clarinet with a drummer: a part of its own on channel 10, with a place and a head for each drum, and no key */
static void
test_drums (TemporaryFile *fixture, gconstpointer data)
{
  static const uint8_t drums[] = { 36, 38, 42, 46 };
  static const double times[][4] = { { 1, 4, -1, -1 }, { 2, 5, -1, -1 }, { 1, 1.5, 2, 2.5 }, { 3, 6, -1, -1 } };
  CtMusicXmlOptions options = { .transposed = true };
  CtScore *score = new_song ();
  CtNotation *piece;
  xmlDocPtr doc;

  add_hits (score, drums, times, 4);
  g_strlcpy (score->percussion.groups[1].name, "Rim & <skin>", CT_HIT_GROUP_NAME_SIZE);
  piece = new_piece (score);
  ct_score_free (score);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  ct_notation_free (piece);
  doc = xml_file_read (fixture->path);
  xml_file_assert (doc, "//score-part[2]/part-name", "Percussion");
  xml_file_assert (doc, "//score-part[2]//instrument-name", "Bass Drum Rim & <skin> Closed Hi-Hat Open Hi-Hat");
  xml_file_assert (doc, "//score-part[2]//midi-channel", "10 10 10 10");
  xml_file_assert (doc, "//score-part[2]//midi-unpitched", "37 39 43 47");
  xml_file_assert (doc, "//part[2]//clef/*|//part[2]//fifths", "0 percussion");
  xml_file_assert (doc, "//part[2]//transpose|//part[2]//accidental|//part[2]//tie|//part[2]//pitch", "");
  xml_file_assert (doc,
                   "//part[2]/measure[@number='1']/note[voice='1']/*[self::unpitched or self::type or self::notehead]",
                   "G5 eighth x G5 eighth x C5 eighth G5 eighth x G5 eighth x G5 quarter circle-x");
  xml_file_assert (doc, "//part[2]/measure[@number='1']/note[voice='2']/unpitched", "F4");
  xml_file_assert (doc, "//part[2]/measure[@number='1']/note/stem", "up up up up up up down");
  xml_file_assert (doc, "//part[2]/measure[@number='1']/note/chord/../instrument/@id", "P2-I42");
  xml_file_assert (doc, "//note/instrument[not(@id=//score-instrument/@id)]", "");
  xmlFreeDoc (doc);
}

/* without notes the drummer is alone, and tempos stand over him */
static void
test_drums_alone (TemporaryFile *fixture, gconstpointer data)
{
  static const uint8_t drums[] = { 36 };
  static const double times[][4] = { { 0, 1, 2, 3 } };
  CtMusicXmlOptions options = { 0 };
  CtNotation *piece;
  CtScore *score;
  xmlDocPtr doc;

  g_assert_cmpint (ct_score_new (0, &score), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_tempo_map_new_steady (60, 0, 4, 4, &score->tempo_map), ==, CT_STATUS_OK);
  add_hits (score, drums, times, 1);
  piece = new_piece (score);
  ct_score_free (score);
  g_assert_cmpint (ct_musicxml_write (piece, &options, fixture->path), ==, CT_STATUS_OK);
  ct_notation_free (piece);
  doc = xml_file_read (fixture->path);
  xml_file_assert (doc, "//part-name", "Percussion");
  xml_file_assert (doc, "//part/@id", "P1");
  xml_file_assert (doc, "//unpitched", "F4 F4 F4 F4");
  xml_file_assert (doc, "//note/voice", "1 1 1 1");
  xml_file_assert (doc, "//per-minute", "60");
  xmlFreeDoc (doc);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                                                \
  g_test_add ("/musicxml-drums/" path, TemporaryFile, "score.musicxml", temporary_file_set_up, func,                   \
              temporary_file_tear_down)
  ADD ("with-notes", test_drums);
  ADD ("alone", test_drums_alone);
  return g_test_run ();
}
