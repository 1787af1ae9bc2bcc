/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes sounded at once by a stepped player. */
#include <glib.h>
#include <math.h>

#include "core/playback/ct-player.h"
#include "tests/support/stepped-player.h"
#include "tests/support/test-sound.h"

/* A touched note sounds at once, though nothing plays, until it is released. */
static void
test_one (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *out = NULL, *after = NULL;
  CtPlayer *player = stepped_player_open (path, RATE);
  float left, right;

  ct_player_note_on (player, -1, 69, 100, INFINITY);
  out = step (player, 9600);
  g_assert_cmpuint (test_sound_onset (out, 2, 0, 9600, 0.02), <, RATE / 50);
  g_assert_cmpfloat_with_epsilon (frequency (out, 960, 9600, RATE), 440, 1);
  ct_player_levels (player, &left, &right);
  g_assert_cmpfloat (left, >, 0.05);
  ct_player_note_off (player, 69);
  skip (player, 2 * RATE);
  after = step (player, 960);
  assert_silent (after, 960);
  g_assert_cmpint (ct_player_state (player), ==, CT_PLAYER_STOPPED);
  ct_player_free (player);
}

/* What is touched is added to what plays. */
static void
test_beside (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *alone = NULL, *plain = NULL, *both = NULL;
  CtPlayer *player = stepped_player_open (path, RATE);

  ct_player_note_on (player, -1, 60, 100, 0.1);
  alone = step (player, 4800);
  ct_player_free (player);
  player = stepped_player_open (path, RATE);
  ct_player_play (player);
  plain = step (player, 4800);
  ct_player_free (player);
  player = stepped_player_open (path, RATE);
  ct_player_play (player);
  ct_player_note_on (player, -1, 60, 100, 0.1);
  both = step (player, 4800);
  ct_player_free (player);
  for (int i = 0; i < 9600; i++)
    g_assert_cmpfloat_with_epsilon (both[i], plain[i] + alone[i], 1e-6);
}

/* Nonsense is passed over; more notes than there are voices, or room for, are not too many. */
static void
test_many (void)
{
  g_autofree char *path = write_sine (RATE, 440);
  g_autofree float *nothing = NULL, *out = NULL, *after = NULL;
  CtPlayer *player = stepped_player_open (path, RATE);

  ct_player_note_on (player, 5, 200, 100, 1);
  ct_player_note_on (player, 5, 60, 0, 1);
  ct_player_note_on (player, 5, 60, 100, NAN);
  nothing = step (player, 960);
  assert_silent (nothing, 960);
  for (int i = 0; i < 500; i++)
    ct_player_note_on (player, 0, 30 + i % 60, 100, INFINITY);
  out = step (player, RATE);
  g_assert_cmpfloat (test_sound_level (out, 2, 0, RATE / 2, RATE), >, 0.01);
  ct_player_all_notes_off (player);
  skip (player, 3 * RATE);
  after = step (player, 960);
  assert_silent (after, 960);
  ct_player_free (player);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  test_sound_begin ();
  g_test_add_func ("/player-touch/one", test_one);
  g_test_add_func ("/player-touch/beside", test_beside);
  g_test_add_func ("/player-touch/many", test_many);
  result = g_test_run ();
  test_sound_end ();
  return result;
}
