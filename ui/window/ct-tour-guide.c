/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-tour-guide.h"

#include <gtk/gtk.h>

#include "ui/canvas/ct-canvas.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-tour.h"

struct _CtTourGuide
{
  GObject parent_instance;
  CtWorkspace *workspace;
  GSettings *settings;
  CtTourPlaces places;
  CtTour *tour;
  gboolean wanted;    /* as soon as the document is ready */
  GtkWidget *pointed; /* the place that the step is about, or NULL */
};

G_DEFINE_FINAL_TYPE (CtTourGuide, ct_tour_guide, G_TYPE_OBJECT)

typedef struct
{
  const char *page; /* of the sidebar; NULL: the step is about something else */
  GtkWidget *place; /* NULL: no one place */
} Aim;

static Aim
aim_of (CtTourGuide *self, CtTourStep step)
{
  switch (step)
    {
    case CT_TOUR_LOOK:
    case CT_TOUR_MOVE:
    case CT_TOUR_CORRECT:
      return (Aim){ NULL, GTK_WIDGET (self->places.canvas) };
    case CT_TOUR_PLAY:
      return (Aim){ NULL, self->places.transport };
    case CT_TOUR_SOLO:
    case CT_TOUR_TIMBRE:
      return (Aim){ "tracks", ct_sidebar_get_pages (self->places.sidebar) };
    case CT_TOUR_SENSITIVITY:
      return (Aim){ "notes", ct_sidebar_get_pages (self->places.sidebar) };
    case CT_TOUR_KEEP:
      break;
    }
  return (Aim){ NULL, NULL };
}

static void
point_at (CtTourGuide *self, GtkWidget *place)
{
  if (self->pointed)
    gtk_widget_remove_css_class (self->pointed, "ct-pointed");
  self->pointed = place;
  if (place)
    gtk_widget_add_css_class (place, "ct-pointed");
}

static gboolean
bar_has_focus (CtTourGuide *self)
{
  GtkWidget *bar = GTK_WIDGET (self->places.bar);
  GtkRoot *root = gtk_widget_get_root (bar);
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus && gtk_widget_is_ancestor (focus, bar);
}

/* The keys that most steps name belong to the canvas: it gets the focus, unless a step is about the sidebar, or a
 * keyboard user is in the bar to go on from there. */
static void
tour_changed (CtTour *tour, CtTourGuide *self)
{
  gboolean active = ct_tour_get_active (tour);
  Aim aim = active ? aim_of (self, ct_tour_get_step (tour)) : (Aim){ NULL, NULL };

  if (active && ct_tour_get_done (tour))
    return;
  point_at (self, aim.place);
  if (active)
    ct_sidebar_show_page (self->places.sidebar, aim.page);
  if (ct_workspace_get_session (self->workspace) && !aim.page && active != bar_has_focus (self))
    gtk_widget_grab_focus (ct_canvas_get_stage (self->places.canvas));
}

static void
session_changed (CtTourGuide *self)
{
  ct_tour_end (self->tour);
  if (!ct_workspace_get_session (self->workspace))
    self->wanted = FALSE;
}

static void
begin_if_ready (CtTourGuide *self)
{
  if (!self->wanted || !ct_workspace_get_ready (self->workspace))
    return;
  self->wanted = FALSE;
  g_settings_set_boolean (self->settings, "tour-seen", TRUE);
  ct_tour_begin (self->tour, ct_workspace_get_session (self->workspace));
}

void
ct_tour_guide_start (CtTourGuide *self)
{
  g_return_if_fail (CT_IS_TOUR_GUIDE (self));
  self->wanted = TRUE;
  begin_if_ready (self);
}

void
ct_tour_guide_end (CtTourGuide *self)
{
  g_return_if_fail (CT_IS_TOUR_GUIDE (self));
  ct_tour_end (self->tour);
}

/* On the canvas Escape ends the tour if it has nothing else to cancel: no drag and no selection. */
static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, CtTourGuide *self)
{
  if (key != GDK_KEY_Escape || state & (GDK_BUTTON1_MASK | GDK_BUTTON2_MASK | GDK_BUTTON3_MASK)
      || !ct_tour_get_active (self->tour)
      || ct_selection_get_n (ct_session_get_selection (ct_workspace_get_session (self->workspace))))
    return GDK_EVENT_PROPAGATE;
  ct_tour_end (self->tour);
  return GDK_EVENT_STOP;
}

static void
add_escape (CtTourGuide *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed), self, 0);
  gtk_widget_add_controller (ct_canvas_get_stage (self->places.canvas), controller);
}

static void
ct_tour_guide_finalize (GObject *object)
{
  CtTourGuide *self = CT_TOUR_GUIDE (object);

  g_object_unref (self->tour);
  g_object_unref (self->workspace);
  g_object_unref (self->settings);
  g_object_unref (self->places.bar);
  g_object_unref (self->places.canvas);
  g_object_unref (self->places.transport);
  g_object_unref (self->places.sidebar);
  G_OBJECT_CLASS (ct_tour_guide_parent_class)->finalize (object);
}

static void
ct_tour_guide_class_init (CtTourGuideClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ct_tour_guide_finalize;
}

static void
ct_tour_guide_init (CtTourGuide *self)
{
}

CtTourGuide *
ct_tour_guide_new (CtWorkspace *workspace, CtPlayback *playback, GSettings *settings, const CtTourPlaces *places)
{
  CtTourGuide *self = g_object_new (CT_TYPE_TOUR_GUIDE, NULL);

  self->workspace = g_object_ref (workspace);
  self->settings = g_object_ref (settings);
  self->places = (CtTourPlaces){ g_object_ref (places->bar), g_object_ref (places->canvas),
                                 g_object_ref (places->transport), g_object_ref (places->sidebar) };
  self->tour = ct_tour_new (playback);
  /* before the bar, which hides at the end and then no longer has the focus to be asked about */
  g_signal_connect_object (self->tour, "changed", G_CALLBACK (tour_changed), self, 0);
  ct_tour_bar_set_tour (places->bar, self->tour);
  g_signal_connect_object (workspace, "notify::session", G_CALLBACK (session_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "opened", G_CALLBACK (begin_if_ready), self, G_CONNECT_SWAPPED);
  add_escape (self);
  return self;
}
