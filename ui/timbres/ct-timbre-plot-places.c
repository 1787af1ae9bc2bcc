/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the points of the timbre map lie, which of them is where, and what is told of one. */
#include "ui/timbres/ct-timbre-plot-private.h"

#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-evidence.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-note-text.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/timbres/ct-lasso.h"
#include "ui/timbres/ct-timbre-picker.h"
#include "ui/timbres/ct-timbre-plot.h"
#include "ui/timbres/ct-timbre-points.h"
#include "ui/timbres/ct-timbre-view.h"

static CtDocument *
get_document (CtTimbrePlot *self)
{
  return self->session ? ct_session_get_document (self->session) : NULL;
}

void
ct_timbre_plot_repaint (CtTimbrePlot *self)
{
  g_clear_object (&self->texture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- where everything lies ---- */

void
ct_timbre_plot_refresh (CtTimbrePlot *self)
{
  const CtEditScore *score, *preview;
  CtEvidence *evidence;

  if (self->session && self->stale)
    {
      score = ct_document_get_score (get_document (self));
      preview = ct_session_get_preview (self->session);
      evidence = ct_document_get_evidence (get_document (self));
      ct_timbre_points_fit (&self->points, score, evidence);
      ct_timbre_points_place (&self->points, preview ? preview : score, evidence,
                              ct_display_shows_uncertain (ct_session_get_display (self->session)));
    }
  else if (!self->session)
    ct_timbre_points_clear (&self->points);
  self->stale = FALSE;
  self->view.width = gtk_widget_get_width (GTK_WIDGET (self));
  self->view.height = gtk_widget_get_height (GTK_WIDGET (self));
  if (self->fitted)
    ct_timbre_view_fit (&self->view, &self->points);
}

guint
ct_timbre_plot_get_n_points (CtTimbrePlot *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_PLOT (self), 0);
  ct_timbre_plot_refresh (self);
  return ct_timbre_points_count (&self->points);
}

gboolean
ct_timbre_plot_get_place (CtTimbrePlot *self, guint64 id, double *x, double *y)
{
  const CtTimbrePoint *point;

  g_return_val_if_fail (CT_IS_TIMBRE_PLOT (self), FALSE);
  ct_timbre_plot_refresh (self);
  point = ct_timbre_points_find (&self->points, id);
  if (!point)
    return FALSE;
  ct_timbre_view_locate_point (&self->view, point, x, y);
  return TRUE;
}

guint64
ct_timbre_plot_pick (CtTimbrePlot *self, double x, double y)
{
  g_return_val_if_fail (CT_IS_TIMBRE_PLOT (self), 0);
  ct_timbre_plot_refresh (self);
  return ct_timbre_picker_pick (&self->points, &self->view, x, y);
}

void
ct_timbre_plot_lasso (CtTimbrePlot *self, const CtLassoPoint *corners, guint n, gboolean add)
{
  g_autoptr (GArray) inside = NULL, ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_return_if_fail (CT_IS_TIMBRE_PLOT (self));
  if (!self->session)
    return;
  ct_timbre_plot_refresh (self);
  if (add)
    {
      guint n_selected;
      g_autofree guint64 *selected = ct_selection_dup (ct_session_get_selection (self->session), &n_selected);

      g_array_append_vals (ids, selected, n_selected);
    }
  inside = ct_timbre_picker_pick_lasso (&self->points, &self->view, corners, n);
  for (guint i = 0; i < inside->len; i++)
    {
      guint64 id = g_array_index (inside, guint64, i);

      /* a preview may contain notes that the document does not */
      if (ct_document_get_note (get_document (self), id)
          && !(add && ct_selection_contains (ct_session_get_selection (self->session), id)))
        g_array_append_val (ids, id);
    }
  ct_selection_set (ct_session_get_selection (self->session), (const guint64 *) ids->data, ids->len);
}

void
ct_timbre_plot_zoom (CtTimbrePlot *self, double factor, double x, double y)
{
  g_return_if_fail (CT_IS_TIMBRE_PLOT (self));
  ct_timbre_plot_refresh (self);
  ct_timbre_view_zoom (&self->view, factor, x, y);
  self->fitted = FALSE;
  ct_timbre_plot_repaint (self);
}

void
ct_timbre_plot_fit (CtTimbrePlot *self)
{
  g_return_if_fail (CT_IS_TIMBRE_PLOT (self));
  self->fitted = TRUE;
  ct_timbre_plot_repaint (self);
}

/* ---- what is told of a point ---- */

const char *
ct_timbre_plot_get_description (CtTimbrePlot *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_PLOT (self), NULL);
  return self->description ? self->description : "";
}

void
ct_timbre_plot_describe (CtTimbrePlot *self)
{
  guint64 id = self->hovered;
  const CtEditNote *note = NULL;
  g_autofree char *spoken = NULL;
  char *description;

  if (self->session && !id)
    {
      id = ct_selection_get_cursor (ct_session_get_selection (self->session));
      /* what is no longer selected is nothing to tell of */
      id = ct_selection_contains (ct_session_get_selection (self->session), id) ? id : 0;
    }
  if (self->session && id)
    note = ct_document_get_note (get_document (self), id);
  description = note ? ct_note_text_dup_description (self->session, note) : g_strdup ("");
  if (g_strcmp0 (description, self->description) == 0)
    {
      g_free (description);
      return;
    }
  spoken = note ? ct_note_text_dup_spoken_description (self->session, note) : g_strdup ("");
  g_free (self->description);
  self->description = description;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, spoken, -1);
  g_object_notify (G_OBJECT (self), "description");
}
