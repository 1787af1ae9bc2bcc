/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drums in MusicXML: instruments of one part that have places on the staff in the stead of pitches. */
#include <stdio.h>

#include "core/base/ct-drum.h"
#include "core/notation/ct-musicxml-private.h"

#define CHANNEL_NAME "10"

/* Where each drum is written on a staff of treble clef, and with which notehead; NULL: a plain one. Those of a drum set
 * are where drummers read them: skins on lines and spaces by how high they sound, metal with crosses above. */
static const struct
{
  char step;
  uint8_t octave;
  const char *head;
} looks[CT_N_DRUMS] = {
  { 'E', 4, NULL },                /* acoustic bass drum */
  { 'F', 4, NULL },                /* bass drum */
  { 'C', 5, "x" },                 /* side stick */
  { 'C', 5, NULL },                /* snare drum */
  { 'E', 5, "x" },                 /* hand clap */
  { 'C', 5, NULL },                /* electric snare */
  { 'G', 4, NULL },                /* low floor tom */
  { 'G', 5, "x" },                 /* closed hi-hat */
  { 'A', 4, NULL },                /* high floor tom */
  { 'D', 4, "x" },                 /* pedal hi-hat */
  { 'B', 4, NULL },                /* low tom */
  { 'G', 5, "circle-x" },          /* open hi-hat */
  { 'D', 5, NULL },                /* low-mid tom */
  { 'E', 5, NULL },                /* high-mid tom */
  { 'A', 5, "x" },                 /* crash cymbal */
  { 'F', 5, NULL },                /* high tom */
  { 'F', 5, "x" },                 /* ride cymbal */
  { 'C', 6, "x" },                 /* Chinese cymbal */
  { 'F', 5, "diamond" },           /* ride bell */
  { 'B', 4, "x" },                 /* tambourine */
  { 'B', 5, "x" },                 /* splash cymbal */
  { 'E', 5, "triangle" },          /* cowbell */
  { 'B', 5, "circle-x" },          /* crash cymbal 2 */
  { 'A', 5, "diamond" },           /* vibraslap */
  { 'D', 5, "x" },                 /* ride cymbal 2 */
  { 'E', 5, "slashed" },           /* high bongo */
  { 'C', 5, "slashed" },           /* low bongo */
  { 'D', 5, "circle-x" },          /* mute high conga */
  { 'D', 5, "slashed" },           /* open high conga */
  { 'B', 4, "slashed" },           /* low conga */
  { 'F', 5, "slashed" },           /* high timbale */
  { 'A', 4, "slashed" },           /* low timbale */
  { 'G', 5, "triangle" },          /* high agogo */
  { 'F', 5, "triangle" },          /* low agogo */
  { 'B', 4, "diamond" },           /* cabasa */
  { 'G', 5, "diamond" },           /* maracas */
  { 'B', 5, "diamond" },           /* short whistle */
  { 'B', 5, NULL },                /* long whistle */
  { 'D', 5, "diamond" },           /* short guiro */
  { 'C', 5, "diamond" },           /* long guiro */
  { 'A', 4, "x" },                 /* claves */
  { 'D', 5, "triangle" },          /* high wood block */
  { 'C', 5, "triangle" },          /* low wood block */
  { 'A', 4, "diamond" },           /* mute cuica */
  { 'G', 4, "diamond" },           /* open cuica */
  { 'A', 5, "inverted triangle" }, /* mute triangle */
  { 'A', 5, "triangle" },          /* open triangle */
};

/* The identifier of a drum in a document. */
static void
format_id (char *text, size_t size, size_t part, uint8_t key)
{
  snprintf (text, size, "P%zu-I%u", part, key);
}

void
ct_musicxml_write_drums (CtXmlOut *out, const CtNotation *piece, size_t part)
{
  size_t n;
  const CtNotationDrum *drums = ct_notation_drums (piece, &n);
  char id[40];

  for (size_t i = 0; i < n; i++)
    {
      format_id (id, sizeof id, part, drums[i].key);
      ct_xml_begin (out, "score-instrument");
      ct_xml_attribute (out, "id", id);
      ct_xml_text (out, "instrument-name", drums[i].name);
      ct_xml_end (out);
    }
  for (size_t i = 0; i < n; i++)
    {
      format_id (id, sizeof id, part, drums[i].key);
      ct_xml_begin (out, "midi-instrument");
      ct_xml_attribute (out, "id", id);
      ct_xml_text (out, "midi-channel", CHANNEL_NAME);
      ct_xml_number (out, "midi-program", 1);
      ct_xml_number (out, "midi-unpitched", drums[i].key + 1); /* MusicXML counts keys from 1 on */
      ct_xml_end (out);
    }
}

void
ct_musicxml_write_unpitched (CtXmlOut *out, uint8_t key)
{
  char step[2] = { looks[key - CT_DRUM_LOW].step, '\0' };

  ct_xml_begin (out, "unpitched");
  ct_xml_text (out, "display-step", step);
  ct_xml_number (out, "display-octave", looks[key - CT_DRUM_LOW].octave);
  ct_xml_end (out);
}

void
ct_musicxml_write_drum (CtXmlOut *out, size_t part, uint8_t key)
{
  char id[40];

  format_id (id, sizeof id, part, key);
  ct_xml_begin (out, "instrument");
  ct_xml_attribute (out, "id", id);
  ct_xml_end (out);
}

void
ct_musicxml_write_drum_look (CtXmlOut *out, uint8_t key, size_t voice)
{
  ct_xml_text (out, "stem", voice == 0 ? "up" : "down");
  if (looks[key - CT_DRUM_LOW].head)
    ct_xml_text (out, "notehead", looks[key - CT_DRUM_LOW].head);
}
