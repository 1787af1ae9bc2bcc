/* SPDX-License-Identifier: GPL-3.0-or-later */

/* libsmf aborts when memory runs out, so it is used in this file only: whatever can be computed without it is in
 * ct-midi-events.c. It writes to a file in memory here, since it prints the errors of other files. */
#include "core/midi/ct-midi-file.h"

#include <errno.h>
#include <limits.h>
#include <smf.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/ct-atomic-file.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-tempo-map.h"
#include "core/midi/ct-midi-clock.h"
#include "core/midi/ct-midi-events.h"

#define PERCUSSION_NAME "Percussion"

#define META 0xff
#define META_TRACK_NAME 3
#define META_TEMPO 0x51
#define META_METER 0x58
#define META_KEY 0x59

static CtStatus
add_event (smf_track_t *track, int tick, const uint8_t *bytes, int n)
{
  smf_event_t *event = smf_event_new_from_pointer ((void *) bytes, n);

  if (!event)
    return CT_STATUS_NO_MEMORY;
  smf_track_add_event_pulses (track, event, tick);
  return CT_STATUS_OK;
}

static CtStatus
add_track (smf_t *smf, smf_track_t **out)
{
  *out = smf_track_new ();
  if (!*out)
    return CT_STATUS_NO_MEMORY;
  smf_add_track (smf, *out);
  return CT_STATUS_OK;
}

static CtStatus
add_tempo (smf_track_t *track, const CtMidiTempoEvent *tempo)
{
  int us = tempo->us_per_quarter;
  uint8_t bytes[] = { META, META_TEMPO, 3, (uint8_t) (us >> 16), (uint8_t) (us >> 8), (uint8_t) us };

  return add_event (track, tempo->tick, bytes, sizeof bytes);
}

static CtStatus
add_meter (smf_track_t *track, const CtMidiMeterEvent *meter)
{
  /* 24 MIDI clocks a metronome click and 8 thirty-second notes a quarter: as everybody has it */
  uint8_t bytes[] = { META, META_METER, 4, (uint8_t) meter->numerator, (uint8_t) meter->denominator_exponent, 24, 8 };

  return add_event (track, meter->tick, bytes, sizeof bytes);
}

static CtStatus
add_key (smf_track_t *track, int tick, const CtKey *key)
{
  uint8_t bytes[] = { META, META_KEY, 2, (uint8_t) key->fifths, key->minor };

  return add_event (track, tick, bytes, sizeof bytes);
}

/* Where a change of key comes in the file: the first at its beginning, since it holds before, too. */
static int
key_tick (const CtMidiClock *clock, const CtHarmony *harmony, size_t i)
{
  return i == 0 ? 0 : ct_midi_clock_tick_at (clock, harmony->keys[i].time_s);
}

static CtStatus
add_keys_until (smf_track_t *track, const CtMidiClock *clock, const CtHarmony *harmony, size_t *i, int tick)
{
  CtStatus status = CT_STATUS_OK;

  for (; *i < harmony->n_keys && key_tick (clock, harmony, *i) <= tick && status == CT_STATUS_OK; ++*i)
    {
      int at = key_tick (clock, harmony, *i);

      /* a time that a file cannot store comes after all notes */
      if (at >= 0)
        status = add_key (track, at, &harmony->keys[*i].key);
    }
  return status;
}

/* The track with tempos, meters and keys; at one tick the meter comes first, and the key last. */
static CtStatus
add_conductor (smf_t *smf, const CtMidiClock *clock, const CtHarmony *harmony)
{
  smf_track_t *track;
  CtStatus status = add_track (smf, &track);
  size_t tempo = 0, meter = 0, key = 0;

  while (status == CT_STATUS_OK && (tempo < clock->n_tempos || meter < clock->n_meters))
    {
      bool is_meter = tempo == clock->n_tempos
                      || (meter < clock->n_meters && clock->meters[meter].tick <= clock->tempos[tempo].tick);
      int tick = is_meter ? clock->meters[meter].tick : clock->tempos[tempo].tick;

      status = add_keys_until (track, clock, harmony, &key, tick - 1);
      if (status == CT_STATUS_OK && is_meter)
        status = add_meter (track, &clock->meters[meter++]);
      else if (status == CT_STATUS_OK)
        status = add_tempo (track, &clock->tempos[tempo++]);
    }
  return status == CT_STATUS_OK ? add_keys_until (track, clock, harmony, &key, INT_MAX) : status;
}

static CtStatus
add_name (smf_track_t *track, const char *name)
{
  uint8_t bytes[3 + CT_TRACK_NAME_SIZE] = { META, META_TRACK_NAME };
  size_t length = strnlen (name, CT_TRACK_NAME_SIZE - 1);

  bytes[2] = (uint8_t) length;
  memcpy (bytes + 3, name, length);
  return add_event (track, 0, bytes, (int) (3 + length));
}

static CtStatus
add_tracks (smf_t *smf, const CtScore *score, const CtMidiEvents *events)
{
  const CtMidiEvent *event = events->events, *end = event + events->n;
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; i < score->n_tracks + (score->percussion.n_hits > 0) && status == CT_STATUS_OK; i++)
    {
      smf_track_t *track;

      status = add_track (smf, &track);
      if (status == CT_STATUS_OK)
        status = add_name (track, i < score->n_tracks ? score->tracks[i].name : PERCUSSION_NAME);
      for (; event < end && event->track == (int) i && status == CT_STATUS_OK; event++)
        status = add_event (track, event->tick, event->bytes, event->n_bytes);
    }
  return status;
}

/* Copies what libsmf wrote to @fd, a file in memory, to the file at @path. */
static CtStatus
copy_to_file (int fd, const char *path)
{
  struct stat info;
  CtStatus status;
  void *data;

  if (fstat (fd, &info) != 0 || info.st_size <= 0)
    return CT_STATUS_WRITE_FAILED;
  data = mmap (NULL, (size_t) info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (data == MAP_FAILED)
    return CT_STATUS_NO_MEMORY;
  status = ct_atomic_file_save (path, data, (size_t) info.st_size);
  munmap (data, (size_t) info.st_size);
  return status;
}

static CtStatus
save (smf_t *smf, const char *path)
{
  int fd = memfd_create ("coloratura-midi", MFD_CLOEXEC);
  char name[32];
  CtStatus status;

  if (fd < 0)
    return ct_status_from_errno (errno);
  snprintf (name, sizeof name, "/proc/self/fd/%d", fd);
  status = smf_save (smf, name) == 0 ? copy_to_file (fd, path) : CT_STATUS_WRITE_FAILED;
  close (fd);
  return status;
}

/* smf_delete() looks for every event among all of its track's, which takes as long as everything else together where
 * there are 30,000 notes. So the tracks are emptied before. */
static void
delete_smf (smf_t *smf)
{
  for (int i = 1; i <= smf->number_of_tracks; i++)
    {
      smf_track_t *track = smf_get_track_by_number (smf, i);

      for (guint j = 0; j < track->events_array->len; j++)
        {
          smf_event_t *event = g_ptr_array_index (track->events_array, j);

          event->track = NULL;
          smf_event_delete (event);
        }
      g_ptr_array_set_size (track->events_array, 0);
      track->number_of_events = 0;
    }
  smf_delete (smf);
}

CtStatus
ct_midi_file_write (const CtScore *score,
                    const CtSpectrogram *spectrogram,
                    double start_s,
                    const CtMidiFileOptions *options,
                    const char *path)
{
  CtMidiEvents events = { 0 };
  CtMidiClock clock = { 0 };
  CtStatus status = ct_midi_clock_init (&clock, score, options->from_bar);
  smf_t *smf = NULL;

  if (status == CT_STATUS_OK)
    status = ct_midi_events_collect (&events, score, &clock, options->pitch_bends ? spectrogram : NULL, start_s);
  if (status == CT_STATUS_OK)
    {
      smf = smf_new ();
      status = smf && smf_set_ppqn (smf, CT_TICKS_PER_QUARTER) == 0 ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
    }
  if (status == CT_STATUS_OK)
    status = add_conductor (smf, &clock, &score->harmony);
  /* with one track libsmf takes the file for format 0, and prints a warning unless the format is set */
  if (status == CT_STATUS_OK && smf_set_format (smf, 1) != 0)
    status = CT_STATUS_WRITE_FAILED;
  if (status == CT_STATUS_OK)
    status = add_tracks (smf, score, &events);
  if (status == CT_STATUS_OK)
    status = save (smf, path);
  if (smf)
    delete_smf (smf);
  ct_midi_events_clear (&events);
  ct_midi_clock_clear (&clock);
  return status;
}
