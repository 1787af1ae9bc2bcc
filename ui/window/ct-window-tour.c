/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guided tour: on the demo, beginning when its notes are there; each step shows the place that it speaks of.
 */
#include "ui/window/ct-window-private.h"

#include <adwaita.h>

#include "ui/canvas/ct-canvas.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-paths.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-tour.h"
#include "ui/window/ct-window.h"

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

/* Shows the page of the sidebar that a step speaks of; where the sidebar lies over the canvas, it leaves it to the
 * others. */
static void
show_page (CtWindow *self, const char *page)
{
  if (page)
    adw_view_stack_set_visible_child_name (self->sidebar, page);
  if (page || adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, page != NULL);
}

static gboolean
has_focus (CtWindow *self, CtTourBar *bar)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus && gtk_widget_is_ancestor (focus, GTK_WIDGET (bar));
}

/* The keys that most steps name belong to the canvas: it has the focus, unless that is in the strip, where a keyboard
 * leads on, or a step is about the sidebar. */
static void
tour_changed (CtTour *tour, CtWindow *self)
{
  gboolean active = ct_tour_get_active (tour);
  Aim aim = active ? aim_of (self, ct_tour_get_step (tour)) : (Aim){ NULL, NULL };

  if (active && ct_tour_get_done (tour))
    return;
  point_at (self, aim.place);
  if (active)
    show_page (self, aim.page);
  if (self->session && !aim.page && active != has_focus (self, self->tour_bar))
    gtk_widget_grab_focus (ct_canvas_get_stage (self->canvas));
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

/* On the canvas Escape ends the tour once it has nothing else to call off: no drag and no selection. */
static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, CtWindow *self)
{
  if (key != GDK_KEY_Escape || state & (GDK_BUTTON1_MASK | GDK_BUTTON2_MASK | GDK_BUTTON3_MASK)
      || !ct_tour_get_active (self->tour) || ct_selection_get_n (ct_session_get_selection (self->session)))
    return GDK_EVENT_PROPAGATE;
  ct_tour_end (self->tour);
  return GDK_EVENT_STOP;
}

static void
add_escape (CtWindow *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed), self, 0);
  gtk_widget_add_controller (ct_canvas_get_stage (self->canvas), controller);
}

void
ct_window_add_tour (CtWindow *self)
{
  self->tour = ct_tour_new (self->playback);
  /* before the strip, which is not there any more to have the focus when it heard of the end */
  g_signal_connect_object (self->tour, "changed", G_CALLBACK (tour_changed), self, 0);
  ct_tour_bar_set_tour (self->tour_bar, self->tour);
  g_signal_connect (self, "notify::session", G_CALLBACK (session_changed), NULL);
  add_escape (self);
}
