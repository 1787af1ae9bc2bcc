/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-key-place.h"

#define LABEL_PX 6.0 /* from a label to what follows */
#define SAME_PX 1.0  /* a bar line and a change this near are at one place */

void
ct_key_place_all (CtKeyPlace *places, gsize n, double last_x)
{
  double free_x = -G_MAXDOUBLE;

  for (gsize i = 0; i < n; i++)
    {
      CtKeyPlace *place = &places[i];
      double wish_x = place->at_x + place->number_px + CT_KEY_PLACE_GAP_PX;

      place->x = MAX (MIN (wish_x, last_x - place->width), 0);
      place->beside = place->number_px > 0 && place->x >= place->at_x + place->number_px;
      place->shown = (place->beside ? place->at_x : place->x) >= free_x;
      place->beside &= place->shown;
      if (place->shown)
        free_x = place->x + place->width;
    }
}

gboolean
ct_key_place_is_clear (const CtKeyPlace *places, gsize n, double at_x, double end_x)
{
  for (gsize i = 0; i < n; i++)
    {
      const CtKeyPlace *place = &places[i];
      double start_x = place->beside ? place->at_x : place->x;

      if (!place->shown || (place->beside && ABS (place->at_x - at_x) <= SAME_PX))
        continue;
      if (at_x < place->x + place->width && end_x + LABEL_PX > start_x)
        return FALSE;
    }
  return TRUE;
}

const CtKeyPlace *
ct_key_place_over (const CtKeyPlace *places, gsize n, double x)
{
  for (gsize i = 0; i < n; i++)
    if (places[i].shown && x >= places[i].x && x < places[i].x + places[i].width)
      return &places[i];
  return NULL;
}
