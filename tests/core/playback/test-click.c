/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which frames click, and how. */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/base/ct-tempo-map.h"
#include "core/playback/ct-click-private.h"

#define RATE 1000
#define PIECE 7

static CtTempoMap *
new_map (double bpm, double start_s, int numerator, int denominator)
{
  CtTempoMap *map;

  g_assert_cmpint (ct_tempo_map_new_steady (bpm, start_s, numerator, denominator, &map), ==, CT_STATUS_OK);
  return map;
}

/* Plays [@from, @to) in pieces, at so many frames of the recording per frame of output. A string of what is cued:
 * "D40 b540" are a downbeat at frame 40 and a beat at 540 of the recording. */
static char *
pass (CtClick *click, double from, double to, double step)
{
  GString *cues = g_string_new (NULL);

  for (double at = from; at < to; at += PIECE * step)
    {
      ct_click_pass (click, at, fmin (at + PIECE * step, to), RATE, 0, PIECE);
      if (click->cued)
        g_string_append_printf (cues, "%s%c%.0f", cues->len ? " " : "", click->cued_accent ? 'D' : 'b',
                                floor (at + step * (double) click->cued_at + 0.5));
      click->cued = FALSE;
    }
  return g_string_free (cues, FALSE);
}

static void
test_beats (void)
{
  static const struct
  {
    double bpm, start_s;
    int numerator, denominator;
    const char *expected;
  } cases[] = {
    { 120, 0, 4, 4, "D0 b500 b1000 b1500 D2000 b2500" },
    { 120, 0.2503, 3, 4, "D250 b750 b1250 D1750 b2250 b2750" },
    { 120, 1.2, 2, 4, "D200 b700 D1200 b1700 D2200 b2700" }, /* before the first bar, too */
    { 60, 0, 6, 8, "D0 b1500" },                             /* in 6/8 three eighths are a beat */
    { 60, 0, 3, 8, "D0 b500 b1000 D1500 b2000 b2500" },
    { 90, 0, 1, 4, "D0 D667 D1333 D2000 D2667" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtClick click = { 0 };
      g_autofree char *cues = NULL;

      ct_click_take_map (&click, new_map (cases[i].bpm, cases[i].start_s, cases[i].numerator, cases[i].denominator));
      cues = pass (&click, 0, 3000, 1);
      g_assert_cmpstr (cues, ==, cases[i].expected);
      ct_click_clear (&click);
    }
}

/* However the time is cut, each beat clicks once. */
static void
test_once (void)
{
  CtClick click = { 0 };

  ct_click_take_map (&click, new_map (173.21, 0.1234, 5, 4));
  for (int i = 0; i < 500; i++)
    {
      double at = 0, end = 0;
      int n = 0, expected = 0;

      for (double time_s = 0.1234; time_s < 10; time_s += 60 / 173.21)
        expected++;
      while (at < 10 * RATE)
        {
          end = fmin (at + g_test_rand_double_range (0.1, 30), 10 * RATE);
          ct_click_pass (&click, at, end, RATE, 0, PIECE);
          g_assert_true (!click.cued || click.cued_at < PIECE);
          n += click.cued;
          click.cued = FALSE;
          at = end;
        }
      g_assert_cmpint (n, ==, expected);
    }
  ct_click_clear (&click);
}

/* A meter that begins inside a bar cuts it, and its first beat is a downbeat; of two beats at once the downbeat is
 * heard; without a map nothing is. */
static void
test_meters (void)
{
  const CtTempoPoint points[] = { { 0, 0, FALSE }, { 9600, 5, FALSE } };
  const CtMeter meters[] = { { 0, 4, 4 }, { 1440, 2, 4 } };
  CtClick click = { 0 };
  CtTempoMap *map;
  g_autofree char *cues = NULL, *fast = NULL, *none = NULL;

  none = pass (&click, 0, 3000, 1);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpint (ct_tempo_map_new (points, 2, meters, 2, &map), ==, CT_STATUS_OK);
  ct_click_take_map (&click, map);
  cues = pass (&click, 0, 2000, 1);
  g_assert_cmpstr (cues, ==, "D0 b500 D750 b1250 D1750");
  ct_click_take_map (&click, new_map (3000, 0.01, 2, 128));
  ct_click_pass (&click, 6, 16, RATE, 3, 4);
  g_assert_true (click.cued && click.cued_accent);
  g_assert_cmpuint (click.cued_at, >=, 3);
  g_assert_cmpuint (click.cued_at, <, 7);
  ct_click_clear (&click);
}

/* Counts until the end; a string as from pass(), in frames of the count-in. */
static char *
count (CtClick *click)
{
  GString *cues = g_string_new (NULL);
  gsize at = 0;

  for (; ct_click_is_counting (click); at += PIECE)
    {
      ct_click_count (click, PIECE);
      if (click->cued)
        g_string_append_printf (cues, "%c%zu ", click->cued_accent ? 'D' : 'b', at + click->cued_at);
      click->cued = FALSE;
    }
  g_string_append_printf (cues, "/ %" G_GINT64_FORMAT, click->count_frames);
  return g_string_free (cues, FALSE);
}

/* A bar that ends where playing begins, at the tempo to come and at the speed of playing; in the middle of a bar the
 * beats keep their places in it. */
static void
test_count_in (void)
{
  const CtTempoPoint points[] = { { 0, 0, FALSE }, { 3840, 4, FALSE }, { 7680, 6, FALSE } };
  const CtMeter meters[] = { { 0, 4, 4 } };
  CtClick click = { 0 };
  CtTempoMap *map;
  g_autofree char *first = NULL, *slow = NULL, *middle = NULL, *faster = NULL;

  ct_click_count_in (&click, 0, 1, RATE);
  g_assert_false (ct_click_is_counting (&click));
  g_assert_cmpint (ct_tempo_map_new (points, 3, meters, 1, &map), ==, CT_STATUS_OK);
  ct_click_take_map (&click, map);
  ct_click_count_in (&click, 0, 1, RATE);
  first = count (&click);
  g_assert_cmpstr (first, ==, "D0 b1000 b2000 b3000 / 4000");
  ct_click_count_in (&click, 4.00001, 0.5, RATE);
  slow = count (&click);
  g_assert_cmpstr (slow, ==, "D0 b1000 b2000 b3000 / 4000");
  ct_click_count_in (&click, 4.75, 1, RATE);
  middle = count (&click);
  g_assert_cmpstr (middle, ==, "b250 b750 D1250 b1750 / 2000");
  ct_click_count_in (&click, 4, 1, RATE);
  ct_click_stop_counting (&click);
  g_assert_false (ct_click_is_counting (&click));
  ct_click_clear (&click);
}

/* The pitch of a click, in zero crossings, and that it begins at its frame and dies away. */
static int
sound (CtClick *click, bool accent)
{
  static float out[2 * 48000];
  int crossings = 0;

  memset (out, 0, sizeof out);
  click->cued = TRUE;
  click->cued_accent = accent;
  click->cued_at = 100;
  ct_click_render (click, 0.5f, 48000, out, 48000);
  for (int i = 0; i < 48000; i++)
    {
      g_assert_cmpfloat (out[2 * i], ==, out[2 * i + 1]);
      g_assert_cmpfloat (fabsf (out[2 * i]), <, 0.25);
      if (i <= 100)
        g_assert_cmpfloat (out[2 * i], ==, 0);
      else if (i < 100 + 960)
        crossings += out[2 * i - 2] <= 0 && out[2 * i] > 0;
    }
  g_assert_cmpfloat (out[2 * 110], >, 0.01);
  g_assert_cmpfloat (out[2 * (100 + 4000)], ==, 0);
  return crossings;
}

static void
test_sound (void)
{
  CtClick click = { 0 };

  /* in 20 ms */
  g_assert_cmpint (sound (&click, TRUE), ==, 32);
  g_assert_cmpint (sound (&click, FALSE), ==, 21);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/click/beats", test_beats);
  g_test_add_func ("/click/once", test_once);
  g_test_add_func ("/click/meters", test_meters);
  g_test_add_func ("/click/count-in", test_count_in);
  g_test_add_func ("/click/sound", test_sound);
  return g_test_run ();
}
