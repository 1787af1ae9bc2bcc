/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-percussion.h"
#include "core/base/ct-status.h"
#include "core/midi/ct-midi-drums.h"
#include "core/midi/ct-midi-reader.h"
#include "core/transcribe/ct-edit-score.h"
#include "tests/fuzz/fuzz-target.h"

static void
check_track (const CtMidiSong *song, const CtMidiTrack *track)
{
  CtEditTrack cleaned;

  FUZZ_REQUIRE (memchr (track->name, 0, sizeof track->name));
  ct_edit_track_set_name (&cleaned, track->name);
  FUZZ_REQUIRE (strcmp (cleaned.name, track->name) == 0);
  FUZZ_REQUIRE (track->program <= 127 && track->n_notes > 0);
  FUZZ_REQUIRE (track->notes >= song->notes && track->n_notes <= song->n_notes - (size_t) (track->notes - song->notes));
  for (size_t i = 0; i < track->n_notes; i++)
    {
      const CtMidiNote *note = &track->notes[i];

      FUZZ_REQUIRE (note->onset_s >= 0 && note->onset_s <= note->offset_s && note->offset_s <= CT_MIDI_SONG_MAX_TIME_S);
      FUZZ_REQUIRE (note->midi <= 127 && note->velocity >= 1 && note->velocity <= 127);
      FUZZ_REQUIRE (i == 0 || track->notes[i - 1].onset_s <= note->onset_s);
    }
}

/* Whatever is played on channel 10 makes hits that are whole, and adding them again changes nothing. */
static void
check_drums (const CtMidiSong *song)
{
  const CtPercussion none = { 0 };
  CtPercussion once, twice;
  bool taken[CT_MIDI_N_KEYS], again[CT_MIDI_N_KEYS];

  if (ct_midi_drums_add (song, &none, &once, taken) != CT_STATUS_OK)
    return;
  FUZZ_REQUIRE (ct_percussion_is_valid (&once));
  if (ct_midi_drums_add (song, &once, &twice, again) == CT_STATUS_OK)
    {
      FUZZ_REQUIRE (ct_percussion_is_valid (&twice) && twice.n_hits >= once.n_hits);
      for (size_t key = 0; key < CT_MIDI_N_KEYS; key++)
        FUZZ_REQUIRE (again[key] || !taken[key]);
      FUZZ_REQUIRE (twice.n_groups > once.n_groups || ct_percussion_equal (&once, &twice));
      ct_percussion_clear (&twice);
    }
  ct_percussion_clear (&once);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static const char *const languages[] = { NULL, "zh_CN", "zh_TW", "ja", "ko", "ru" };
  CtMidiSong *song;
  size_t n = 0;

  if (ct_midi_reader_parse (data, size, languages[size % (sizeof languages / sizeof languages[0])], &song)
      != CT_STATUS_OK)
    return 0;
  FUZZ_REQUIRE (song->n_tracks <= CT_MIDI_SONG_MAX_TRACKS && song->n_notes <= CT_MIDI_SONG_MAX_NOTES);
  for (size_t i = 0; i < song->n_tracks; i++)
    {
      check_track (song, &song->tracks[i]);
      n += song->tracks[i].n_notes;
    }
  FUZZ_REQUIRE (n == song->n_notes);
  check_drums (song);
  ct_midi_song_free (song);
  return 0;
}
