/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-view.h"

#include <glib.h>

#define LENGTH_S 60.0
#define EPSILON 1e-9

static void
assert_allowed (const CtView *view, double length_s)
{
  double span_s = view->end_s - view->start_s, span_midi = view->high_midi - view->low_midi;

  g_assert_cmpfloat (view->start_s, >=, 0);
  g_assert_cmpfloat (span_s, >=, CT_VIEW_MIN_SPAN_S - EPSILON);
  g_assert_cmpfloat (view->start_s + span_s / 2, <=, MAX (length_s, span_s / 2) + EPSILON);
  g_assert_cmpfloat (view->low_midi, >=, CT_VIEW_LOW_MIDI - EPSILON);
  g_assert_cmpfloat (view->high_midi, <=, CT_VIEW_HIGH_MIDI + EPSILON);
  g_assert_cmpfloat (span_midi, >=, CT_VIEW_MIN_SPAN_MIDI - EPSILON);
}

/* There and back between the document and the widget. */
static void
test_coordinates (void)
{
  const CtView view = { 10, 20, 40, 60 };

  g_assert_cmpfloat (ct_view_x (&view, 500, 12), ==, 100);
  g_assert_cmpfloat (ct_view_time (&view, 500, 100), ==, 12);
  /* high pitches are at the top */
  g_assert_cmpfloat (ct_view_y (&view, 200, 60), ==, 0);
  g_assert_cmpfloat (ct_view_y (&view, 200, 45), ==, 150);
  g_assert_cmpfloat (ct_view_midi (&view, 200, 150), ==, 45);
}

/* Any view at all becomes one that is allowed, and one that is allowed stays as it is. */
static void
test_clamp (void)
{
  for (guint i = 0; i < 10000; i++)
    {
      double length_s = g_test_rand_double_range (0.001, 200);
      CtView view = { .start_s = g_test_rand_double_range (-300, 300),
                      .low_midi = g_test_rand_double_range (-50, 200) };
      CtView again;

      view.end_s = view.start_s + g_test_rand_double_range (-10, 400);
      view.high_midi = view.low_midi + g_test_rand_double_range (-10, 200);
      ct_view_clamp (&view, length_s);
      assert_allowed (&view, length_s);
      again = view;
      ct_view_clamp (&again, length_s);
      g_assert_cmpfloat_with_epsilon (again.start_s, view.start_s, EPSILON);
      g_assert_cmpfloat_with_epsilon (again.end_s, view.end_s, EPSILON);
      g_assert_cmpfloat_with_epsilon (again.low_midi, view.low_midi, EPSILON);
      g_assert_cmpfloat_with_epsilon (again.high_midi, view.high_midi, EPSILON);
    }
}

/* The point under the pointer stays there, to the closest zoom and to the widest. */
static void
test_zoom (void)
{
  for (double factor = 0.8; factor < 1.3; factor += 0.45)
    {
      CtView view = { 10, 20, 40, 80 };

      for (guint i = 0; i < 100; i++)
        {
          double x = ct_view_x (&view, 1000, 13), y = ct_view_y (&view, 500, 55);

          ct_view_zoom_time (&view, factor, 13, LENGTH_S);
          ct_view_zoom_pitch (&view, factor, 55);
          g_assert_cmpfloat_with_epsilon (ct_view_x (&view, 1000, 13), x, 1e-6);
          g_assert_cmpfloat_with_epsilon (ct_view_y (&view, 500, 55), y, 1e-6);
        }
      g_assert_cmpfloat_with_epsilon (view.end_s - view.start_s, factor < 1 ? CT_VIEW_MIN_SPAN_S : 1.1 * LENGTH_S,
                                      EPSILON);
      g_assert_cmpfloat_with_epsilon (view.high_midi - view.low_midi,
                                      factor < 1 ? CT_VIEW_MIN_SPAN_MIDI : CT_VIEW_HIGH_MIDI - CT_VIEW_LOW_MIDI,
                                      EPSILON);
    }
}

static void
test_pan (void)
{
  CtView view = { 10, 20, 40, 80 };

  ct_view_pan (&view, 0.5, -0.25);
  g_assert_true (ct_view_equal (&view, &(CtView){ 15, 25, 30, 70 }));
  ct_view_pan (&view, -0.5, 0.25);
  g_assert_true (ct_view_equal (&view, &(CtView){ 10, 20, 40, 80 }));
}

static void
test_reveal (void)
{
  const CtView first = { 10, 20, 40, 80 };
  CtView view = first;

  /* what is in sight moves nothing */
  ct_view_reveal (&view, 15, 60);
  g_assert_true (ct_view_equal (&view, &first));
  /* later than the end: a margin of 0.4 s stays behind it, and the pitches stay */
  ct_view_reveal (&view, 22, 60);
  g_assert_cmpfloat_with_epsilon (view.end_s, 22.4, EPSILON);
  g_assert_cmpfloat_with_epsilon (view.start_s, 12.4, EPSILON);
  g_assert_cmpfloat (view.low_midi, ==, 40);
  view = first;
  ct_view_reveal (&view, 15, 30);
  g_assert_cmpfloat_with_epsilon (view.low_midi, 28.4, EPSILON);
  g_assert_cmpfloat_with_epsilon (view.high_midi, 68.4, EPSILON);
  g_assert_cmpfloat (view.start_s, ==, 10);
  /* both at once */
  view = first;
  ct_view_reveal (&view, 5, 90);
  g_assert_cmpfloat_with_epsilon (view.start_s, 4.6, EPSILON);
  g_assert_cmpfloat_with_epsilon (view.high_midi, 91.6, EPSILON);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/coordinates", test_coordinates);
  g_test_add_func ("/view/clamp", test_clamp);
  g_test_add_func ("/view/zoom", test_zoom);
  g_test_add_func ("/view/pan", test_pan);
  g_test_add_func ("/view/reveal", test_reveal);
  return g_test_run ();
}
