/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the player's threads meet: requests, messages, the position. */
#include <glib.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-clock-private.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/playback/ct-play-position-private.h"
#include "core/playback/ct-player-exchange-private.h"
#include "core/playback/ct-player.h"

/* A request is taken once; what was asked for and is not done yet stays, and so does what the feeder knows better. */
static void
test_take (void)
{
  CtPlayerExchange exchange = { 0 };
  CtPlayerRequests now = { 0 }, *requests;

  ct_player_exchange_init (&exchange);
  requests = ct_player_exchange_begin (&exchange);
  requests->plays = requests->play_changed = true;
  requests->jumps = true;
  requests->jump_s = 3;
  requests->wakes = true;
  requests->notes = g_new0 (CtNote, 1);
  ct_player_exchange_end (&exchange);
  ct_player_exchange_take (&exchange, &now);
  g_assert_true (now.plays && now.play_changed && now.jumps && now.wakes && now.notes);
  g_assert_cmpfloat (now.jump_s, ==, 3);
  g_free (now.notes);
  now.notes = NULL;
  now.plays = false; /* the end was reached */
  ct_player_exchange_take (&exchange, &now);
  g_assert_false (now.plays || now.play_changed || now.jumps || now.notes);
  g_assert_true (now.wakes);
  now.wakes = false; /* done */
  ct_player_exchange_take (&exchange, &now);
  g_assert_false (now.wakes);
  ct_player_exchange_clear (&exchange);
}

/* In their order; where nobody takes them, the oldest are lost. */
static void
test_messages (void)
{
  CtPlayerExchange exchange = { 0 };
  CtPlayerMessage message;

  ct_player_exchange_init (&exchange);
  g_assert_false (ct_player_exchange_take_message (&exchange, &message));
  for (int i = 0; i < CT_PLAYER_MESSAGES + 3; i++)
    ct_player_exchange_say (&exchange, (CtPlayerEvent) i, CT_STATUS_OK);
  for (int i = 3; i < CT_PLAYER_MESSAGES + 3; i++)
    {
      g_assert_true (ct_player_exchange_take_message (&exchange, &message));
      g_assert_cmpint (message.event, ==, i);
    }
  g_assert_false (ct_player_exchange_take_message (&exchange, &message));
  ct_player_exchange_clear (&exchange);
}

/* Feeds until it is told to end, and uses what it was given last up to its next confirmation. */
static void *
feed (void *data)
{
  CtPlayerExchange *exchange = data;
  CtPlayerRequests now = { 0 };

  while (!now.quits)
    {
      ct_player_exchange_take (exchange, &now);
      if (now.maker)
        ++*(int *) (void *) now.maker;
      ct_player_exchange_confirm (exchange);
      ct_player_exchange_nap (exchange, 1000);
      if (now.maker)
        ++*(int *) (void *) now.maker;
    }
  return NULL;
}

/* After the wait nothing older is used: it may be freed at once. */
static void
test_wait (void)
{
  CtPlayerExchange exchange = { 0 };
  pthread_t thread;

  ct_player_exchange_init (&exchange);
  g_assert_cmpint (pthread_create (&thread, NULL, feed, &exchange), ==, 0);
  for (int i = 0; i < 1000; i++)
    {
      int *used = g_new0 (int, 1);
      CtPlayerRequests *requests = ct_player_exchange_begin (&exchange);

      requests->maker = (void *) used;
      ct_player_exchange_end (&exchange);
      ct_player_exchange_wait (&exchange);
      g_assert_cmpint (*used, >, 0);
      ct_player_exchange_begin (&exchange)->maker = NULL;
      ct_player_exchange_end (&exchange);
      ct_player_exchange_wait (&exchange);
      *used = -1;
      g_free (used);
    }
  ct_player_exchange_begin (&exchange)->quits = true;
  ct_player_exchange_end (&exchange);
  pthread_join (thread, NULL);
  ct_player_exchange_clear (&exchange);
}

/* The position goes on with the clock, but not for ever; a jump is where it leads until its audio is heard. */
static void
test_position (void)
{
  CtPlayPosition position = { 0 };
  unsigned jump;

  g_assert_cmpfloat (ct_play_position_now_s (&position), ==, 0);
  ct_play_position_publish (&position, 5, 1, 0, 0);
  g_assert_cmpfloat (ct_play_position_now_s (&position), ==, 5);
  ct_play_position_publish (&position, 6, 2, ct_clock_now_ns () - 100000000, 0);
  g_assert_cmpfloat (ct_play_position_now_s (&position), >=, 6.2);
  ct_play_position_publish (&position, 6, 2, ct_clock_now_ns () - 3600 * INT64_C (1000000000), 0);
  g_assert_cmpfloat (ct_play_position_now_s (&position), ==, 6.5);
  jump = ct_play_position_jump (&position, 20);
  g_assert_cmpfloat (ct_play_position_now_s (&position), ==, 20);
  ct_play_position_publish (&position, 7, 1, 0, jump - 1);
  g_assert_cmpfloat (ct_play_position_now_s (&position), ==, 20);
  ct_play_position_publish (&position, 20.1, 1, 0, jump);
  g_assert_cmpfloat (ct_play_position_now_s (&position), ==, 20.1);
}

static void *
publish (void *data)
{
  for (int i = 1; i <= 200000; i++)
    ct_play_position_publish (data, i, 2.0 * i, 0, 0);
  return NULL;
}

/* Time never runs back for a reader, however often it is published meanwhile. */
static void
test_position_threads (void)
{
  CtPlayPosition position = { 0 };
  pthread_t thread;
  double last = 0;

  g_assert_cmpint (pthread_create (&thread, NULL, publish, &position), ==, 0);
  while (last < 200000)
    {
      double now = ct_play_position_now_s (&position);

      g_assert_cmpfloat (now, >=, last);
      g_assert_cmpfloat (now, ==, floor (now));
      last = now;
    }
  pthread_join (thread, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/player-exchange/take", test_take);
  g_test_add_func ("/player-exchange/messages", test_messages);
  g_test_add_func ("/player-exchange/wait", test_wait);
  g_test_add_func ("/player-exchange/position", test_position);
  g_test_add_func ("/player-exchange/position-threads", test_position_threads);
  return g_test_run ();
}
