/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CT_KEY_PLACE_GAP_PX 3.0 /* before the words */

/* Where a change of key has its words in a ruler, in pixels. A plain value. */
typedef struct
{
  double at_x;      /* where the key changes */
  double width;     /* of the words, with their ground */
  double number_px; /* from at_x to the end of the number of the bar that begins there; 0: none is written there */
  double x;         /* of the words, */
  gboolean shown;   /* if they have room */
  gboolean beside;  /* they lie beside that number, which stays */
} CtKeyPlace;

/* Finds x, shown and beside of @n changes, by time, from the rest. The first of two that would overlap has its words.
 * No words go beyond @last_x; there is nothing to be seen beyond it, or it is G_MAXDOUBLE. */
void ct_key_place_all (CtKeyPlace *places, gsize n, double last_x);

/* Whether a label that belongs to @at_x and ends at @end_x is clear of all words. */
gboolean ct_key_place_is_clear (const CtKeyPlace *places, gsize n, double at_x, double end_x);

/* The words that lie over @x; NULL: none do. */
const CtKeyPlace *ct_key_place_over (const CtKeyPlace *places, gsize n, double x);

G_END_DECLS
