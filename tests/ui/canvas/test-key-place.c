/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-key-place.h"

#define GAP CT_KEY_PLACE_GAP_PX

/* Beside the number of its bar, both are whole; elsewhere nothing is kept free. */
static void
test_beside (void)
{
  CtKeyPlace places[] = { { .at_x = 100, .width = 60, .number_px = 15 }, { .at_x = 300, .width = 60 } };

  ct_key_place_all (places, 2, G_MAXDOUBLE);
  g_assert_true (places[0].shown && places[0].beside);
  g_assert_cmpfloat (places[0].x, ==, 115 + GAP);
  g_assert_true (places[1].shown && !places[1].beside);
  g_assert_cmpfloat (places[1].x, ==, 300 + GAP);
  g_assert_true (ct_key_place_is_clear (places, 2, 100, 115));  /* its own number */
  g_assert_false (ct_key_place_is_clear (places, 2, 80, 95));   /* would touch that */
  g_assert_true (ct_key_place_is_clear (places, 2, 79, 94));    /* ends well before */
  g_assert_false (ct_key_place_is_clear (places, 2, 120, 135)); /* of a bar under the words */
  g_assert_false (ct_key_place_is_clear (places, 2, 177, 192)); /* its line is under their end */
  g_assert_true (ct_key_place_is_clear (places, 2, 178, 193));  /* right after them */
  g_assert_false (ct_key_place_is_clear (places, 2, 300, 315)); /* not kept free: under the words */
}

/* Nothing is cut where the song ends; words that lie over their number hide all of it. */
static void
test_end (void)
{
  CtKeyPlace place = { .at_x = 380, .width = 60, .number_px = 15 };

  ct_key_place_all (&place, 1, G_MAXDOUBLE);
  g_assert_cmpfloat (place.x, ==, 395 + GAP);
  ct_key_place_all (&place, 1, 456);
  g_assert_true (place.shown && place.beside);
  g_assert_cmpfloat (place.x, ==, 396);
  ct_key_place_all (&place, 1, 400);
  g_assert_true (place.shown && !place.beside);
  g_assert_cmpfloat (place.x, ==, 340);
  g_assert_false (ct_key_place_is_clear (&place, 1, 380, 395));
  ct_key_place_all (&place, 1, 40); /* narrower than the words */
  g_assert_cmpfloat (place.x, ==, 0);
}

/* The first of two has its words; the other hides nothing, and the third has room again. */
static void
test_crowded (void)
{
  CtKeyPlace places[] = { { .at_x = 0, .width = 60 },
                          { .at_x = 50, .width = 60, .number_px = 15 },
                          { .at_x = 70, .width = 60 } };

  ct_key_place_all (places, 3, G_MAXDOUBLE);
  g_assert_true (places[0].shown);
  g_assert_false (places[1].shown || places[1].beside);
  g_assert_true (places[2].shown);
  g_assert_true (ct_key_place_over (places, 3, 50) == &places[0]);
  g_assert_null (ct_key_place_over (places, 3, 65));
  /* moved left at the end, the last one would lie over the first */
  ct_key_place_all (places, 3, 100);
  g_assert_true (places[0].shown);
  g_assert_false (places[2].shown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-place/beside", test_beside);
  g_test_add_func ("/key-place/end", test_end);
  g_test_add_func ("/key-place/crowded", test_crowded);
  return g_test_run ();
}
