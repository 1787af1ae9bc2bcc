/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a person can do to a player while it plays, faster than a person can: run under ThreadSanitizer, which
 * ends the program where two threads met at one place. Without GLib, whose locks it cannot see. Prints TAP. usage:
 * stress-player RECORDING */
#include "core/playback/ct-player.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "tests/support/test-alsa.h"

#define N_TRACKS 3
#define N_NOTES 120
#define N_ROUNDS 200
#define ROUND_MS 10
#define N_RESTS_MAX 500

static void
rest (long ms)
{
  nanosleep (&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
}

static CtStatus
set_score (CtPlayer *player, int shift)
{
  CtNote notes[N_NOTES];
  CtPlayerTrack tracks[N_TRACKS];

  for (int i = 0; i < N_TRACKS; i++)
    tracks[i] = (CtPlayerTrack){ .volume = 1,
                                 .solo = i == shift % 5,
                                 .mute = i == shift % 7,
                                 .synthesised = (i + shift) % 3 == 0 };
  for (int i = 0; i < N_NOTES; i++)
    notes[i] = (CtNote){ .onset_s = 0.2 * i,
                         .offset_s = 0.2 * i + 0.5,
                         .confidence = 1,
                         .track = (int16_t) (i % N_TRACKS),
                         .midi = (uint8_t) (48 + (i * 7 + shift) % 30),
                         .velocity = 80 };
  return ct_player_set_score (player, notes, N_NOTES, tracks, N_TRACKS);
}

/* Beats, changed and switched like all else. */
static CtStatus
set_beats (CtPlayer *player, int i)
{
  CtTempoMap *map = NULL;
  CtStatus status = i % 3 ? ct_tempo_map_new_steady (60 + i % 200, 0.01 * i, 2 + i % 5, 4, &map) : CT_STATUS_OK;

  if (status == CT_STATUS_OK)
    status = ct_player_set_tempo_map (player, map);
  ct_tempo_map_free (map);
  ct_player_set_click (player, &(CtPlayerClick){ i % 2, i % 4 == 0, 0.1 * (i % 10) });
  return status;
}

/* What the user does in round @i. */
static CtStatus
act (CtPlayer *player, int i)
{
  CtStatus status = CT_STATUS_OK;
  CtPlayerTrack tracks[N_TRACKS] = { { .volume = (float) (i % 3) },
                                     { .volume = 1, .solo = i % 2 },
                                     { .volume = 1, .mute = i % 2 } };
  double start_s = 0.1 * (i % 50);

  ct_player_set_volume (player, (CtPlayerBus) (i % CT_PLAYER_N_BUSES), 0.5 + 0.1 * (i % 5));
  ct_player_set_tracks (player, tracks, N_TRACKS);
  if (i % 3 == 0)
    ct_player_seek (player, 0.37 * (i % 40));
  if (i % 4 == 0)
    ct_player_note_on (player, i % N_TRACKS, 60 + i % 12, 90, i % 8 ? 0.05 : INFINITY);
  if (i % 4 == 2)
    ct_player_note_off (player, 60 + (i - 2) % 12);
  if (i % 5 == 0)
    ct_player_set_fade (player, 0.25 * (i % 4));
  if (i % 7 == 0)
    ct_player_set_loop (player, i % 2 ? &(CtTimeSpan){ start_s, start_s + 0.5 } : NULL);
  if (i % 20 == 0)
    ct_player_set_speed (player, 0.5 + 0.25 * (i / 20 % 5), i / 20 % 2 ? CT_PLAYER_VARISPEED : CT_PLAYER_STRETCH);
  if (i % 30 == 0)
    ct_player_set_pitch (player, i / 30 % 3 - 1);
  if (i % 25 == 0)
    status = set_score (player, i / 25);
  if (i % 6 == 0 && status == CT_STATUS_OK)
    status = set_beats (player, i / 6);
  if (i % 40 == 20)
    ct_player_pause (player);
  if (i % 40 == 22)
    ct_player_play (player);
  return status;
}

static CtStatus
look (CtPlayer *player)
{
  CtPlayerMessage message;
  CtPlayerStats stats;
  double sum = ct_player_position_s (player) + ct_player_isolated (player) + ct_player_duration_s (player);

  ct_player_stats (player, &stats);
  /* on a machine that stands still for a while a device can be lost, and is found again */
  while (ct_player_take_message (player, &message))
    if (message.status != CT_STATUS_OK && message.status != CT_STATUS_DEVICE_LOST)
      return message.status;
  return isfinite (sum) ? CT_STATUS_OK : CT_STATUS_NOT_FINITE;
}

/* Rests until the device has called at least once more, so that each round meets a callback however slow the machine
 * is. Returns false when the device keeps silent. */
static bool
meet_callback (CtPlayer *player)
{
  CtPlayerStats before, now;

  ct_player_stats (player, &before);
  for (int i = 0; i < N_RESTS_MAX; i++)
    {
      rest (ROUND_MS);
      ct_player_stats (player, &now);
      if (now.callbacks > before.callbacks)
        return true;
    }
  return false;
}

int
main (int argc, char **argv)
{
  CtPlayer *player = NULL;
  CtPlayerStats stats = { 0 };
  bool met = true;
  CtStatus status = argc == 2 ? ct_player_new (NULL, &player) : CT_STATUS_BAD_ARGUMENT;

  printf ("1..2\n");
  if (status == CT_STATUS_OK)
    status = ct_player_open (player, argv[1], 0);
  if (status == CT_STATUS_OK)
    status = set_score (player, 0);
  if (status == CT_STATUS_OK)
    ct_player_play (player);
  for (int i = 0; i < N_ROUNDS && met && status == CT_STATUS_OK; i++)
    {
      status = act (player, i);
      met = meet_callback (player);
      if (status == CT_STATUS_OK)
        status = look (player);
    }
  if (player)
    ct_player_stats (player, &stats);
  ct_player_free (player);
  if (status == CT_STATUS_OK && stats.rate_hz == 0 && !test_alsa_opens ())
    {
      printf ("ok 1 /threads/player # SKIP there is no ALSA here\nok 2 /threads/callbacks # SKIP the same\n");
      return EXIT_SUCCESS;
    }
  printf ("%s 1 /threads/player\n# %s\n", status == CT_STATUS_OK ? "ok" : "not ok", ct_status_string (status));
  printf ("%s 2 /threads/callbacks\n# %llu\n", met && stats.rate_hz > 0 ? "ok" : "not ok",
          (unsigned long long) stats.callbacks);
  return EXIT_SUCCESS;
}
