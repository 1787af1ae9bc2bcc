/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-chord-label.h"

static CtChordQuality
simpler (CtChordQuality quality)
{
  switch (quality)
    {
    case CT_CHORD_MINOR_SEVENTH:
    case CT_CHORD_MINOR_SIXTH:
      return CT_CHORD_MINOR;
    case CT_CHORD_HALF_DIMINISHED:
    case CT_CHORD_DIM_SEVENTH:
      return CT_CHORD_DIMINISHED;
    case CT_CHORD_NONE:
    case CT_CHORD_MINOR:
    case CT_CHORD_DIMINISHED:
      return quality;
    default:
      return CT_CHORD_MAJOR;
    }
}

static gboolean
fits (PangoLayout *layout, const CtChord *chord, const CtKey *key, const CtPitchNaming *naming, double width_px)
{
  char name[CT_PITCH_NAME_SIZE];
  int width;

  ct_chord_name_as (chord, key, naming, CT_ACCIDENTAL_SIGNS, name);
  pango_layout_set_text (layout, name, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width <= width_px;
}

gboolean
ct_chord_label_fit (PangoLayout *layout,
                    const CtChord *chord,
                    const CtKey *key,
                    const CtPitchNaming *naming,
                    double width_px)
{
  CtChord shown = *chord;

  if (fits (layout, &shown, key, naming, width_px))
    return TRUE;
  shown.bass = shown.root;
  if (fits (layout, &shown, key, naming, width_px))
    return TRUE;
  /* a minor chord without its m would be another chord */
  shown.quality = simpler (shown.quality);
  return fits (layout, &shown, key, naming, width_px);
}
