/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guided first song: on the demo, beginning when its notes are there; each step shows the place that it speaks of. */
#include "ct-window-private.h"

#include "ct-paths.h"

typedef struct
{
  const char *page; /* of the sidebar; NULL: the step is about something else */
  GtkWidget *place; /* what it speaks of; NULL: no one place */
} Aim;

static Aim
aim_of (CtWindow *self, CtTourStep step)
{
  switch (step)
    {
    case CT_TOUR_LOOK:
    case CT_TOUR_MOVE:
    case CT_TOUR_CORRECT:
      return (Aim){ NULL, GTK_WIDGET (self->canvas) };
    case CT_TOUR_PLAY:
      return (Aim){ NULL, gtk_widget_get_last_child (GTK_WIDGET (self->canvas_box)) };
    case CT_TOUR_SOLO:
    case CT_TOUR_TIMBRE:
      return (Aim){ "tracks", GTK_WIDGET (self->sidebar) };
    case CT_TOUR_SENSITIVITY:
      return (Aim){ "notes", GTK_WIDGET (self->sidebar) };
    case CT_TOUR_KEEP:
      break;
    }
  return (Aim){ NULL, NULL };
}

static void
point_at (CtWindow *self, GtkWidget *place)
{
  if (self->pointed)
    gtk_widget_remove_css_class (self->pointed, "ct-pointed");
  self->pointed = place;
  if (place)
    gtk_widget_add_css_class (place, "ct-pointed");
}

/* Shows the page of the sidebar that a step speaks of; where the sidebar lies over the canvas, it leaves it to the others. */
static void
show_page (CtWindow *self, const char *page)
{
  if (page)
    adw_view_stack_set_visible_child_name (self->sidebar, page);
  if (page || adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, page != NULL);
}

static void
tour_changed (CtTour *tour, CtWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  Aim aim;

  if (!ct_tour_get_active (tour))
    {
      point_at (self, NULL);
      if (self->session && (!focus || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->tour_bar))))
        gtk_widget_grab_focus (ct_canvas_get_stage (self->canvas));
      return;
    }
  if (ct_tour_get_done (tour))
    return;
  aim = aim_of (self, ct_tour_get_step (tour));
  point_at (self, aim.place);
  show_page (self, aim.page);
}

/* It speaks of the document it began with. */
static void
session_changed (CtWindow *self)
{
  ct_tour_end (self->tour);
  if (!self->session)
    self->wants_tour = FALSE;
}

void
ct_window_begin_tour (CtWindow *self)
{
  if (!self->wants_tour || !self->session || self->opening)
    return;
  self->wants_tour = FALSE;
  g_settings_set_boolean (self->settings, "tour-seen", TRUE);
  ct_tour_begin (self->tour, self->session);
}

void
ct_window_start_tour (CtWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autofree char *path = ct_paths_dup_data_file ("demo.flac");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CtWindow *target;

  ct_window_open (self, file);
  target = application ? ct_window_find (application, file) : NULL;
  if (!target)
    return;
  target->wants_tour = TRUE;
  ct_window_begin_tour (target);
}

void
ct_window_add_tour (CtWindow *self)
{
  self->tour = ct_tour_new (self->playback);
  ct_tour_bar_set_tour (self->tour_bar, self->tour);
  g_signal_connect_object (self->tour, "changed", G_CALLBACK (tour_changed), self, 0);
  g_signal_connect (self, "notify::session", G_CALLBACK (session_changed), NULL);
}
