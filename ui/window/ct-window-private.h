/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/analysis/ct-analyser.h"
#include "ui/canvas/ct-canvas.h"
#include "ui/document/ct-document.h"
#include "ui/project/ct-autosave.h"
#include "ui/session/ct-session.h"
#include "ui/tools/ct-tools.h"
#include "ui/tracks/ct-track-panel.h"
#include "ui/transport/ct-playback.h"
#include "ui/widgets/ct-notice.h"
#include "ui/window/ct-start-page.h"
#include "ui/window/ct-tour-bar.h"
#include "ui/window/ct-tour.h"
#include "ui/window/ct-window.h"

G_BEGIN_DECLS

struct _CtWindow
{
  AdwApplicationWindow parent;
  GSettings *settings;
  CtPlayback *playback;
  GtkFileChooserNative *chooser; /* while it is open */
  GtkWidget *question;           /* about unsaved work, while it is asked */
  gboolean closing;              /* it was answered */

  /* the document, all NULL on the start page */
  CtSession *session;
  CtAnalyser *analyser;
  CtAutosave *autosave;
  GCancellable *cancellable; /* of what is read or looked for on behalf of the document */
  GFile *opening;            /* what is being opened, until there is a score */
  gboolean saving;
  guint inhibited; /* cookie that keeps the desktop's session from ending over unsaved work */

  /* the guided tour */
  CtTour *tour;
  gboolean wants_tour; /* as soon as the demo was heard */
  GtkWidget *pointed;  /* the place that its step speaks of, or NULL */

  /* what a crash left and is not settled: CtRecoverable, the one that is offered first */
  GPtrArray *recoverables;

  AdwToastOverlay *toasts;
  AdwWindowTitle *title;
  GtkWidget *undo_button, *redo_button, *display_button, *open_button, *record_button, *sidebar_button;
  CtNotice *recovery_notice, *recording_notice, *autosave_notice;
  CtTourBar *tour_bar;
  GtkWidget *progress;
  GtkLabel *activity;
  GtkProgressBar *fraction;
  GtkStack *pages;
  CtStartPage *start_page;
  AdwFlap *flap;
  GtkBox *canvas_box;
  CtCanvas *canvas;
  CtTools *tools;
  AdwViewStack *sidebar;
  CtTrackPanel *track_panel;
};

/* What to call when a save is over; @saved is FALSE where it failed (which was told) or was called off. */
typedef void (*CtWindowSavedFunc) (CtWindow *self, gboolean saved, gpointer data);

/* ct-window.c */
/* Borrowed; NULL on the start page. */
CtDocument *ct_window_get_document (CtWindow *self);
/* Shows @session; @autosave (taken) goes on watching its document, NULL: a new one does. */
void ct_window_take_session (CtWindow *self, CtSession *session, CtAutosave *autosave);
/* @self if it shows the start page and nothing is being opened, else a new window. */
CtWindow *ct_window_get_free (CtWindow *self);

/* ct-window-actions.c */
void ct_window_add_actions (CtWindow *self);
/* Enables and disables what depends on the document and its history. */
void ct_window_update_actions (CtWindow *self);

/* ct-window-keys.c */
void ct_window_add_keys (CtWindow *self);

/* ct-window-open.c */
void ct_window_choose_file (CtWindow *self);
void ct_window_open_demo (CtWindow *self);
void ct_window_add_recent (GFile *file);

/* ct-window-drop.c */
void ct_window_accept_drops (CtWindow *self);

/* ct-window-recording.c: where a project's recording is */
void ct_window_find_recording (CtWindow *self);
void ct_window_locate_recording (CtWindow *self);

/* ct-window-save.c */
void ct_window_save (CtWindow *self, gboolean save_as, CtWindowSavedFunc func, gpointer data);

/* ct-window-exchange.c: MIDI and tables */
void ct_window_choose_import (CtWindow *self);
void ct_window_import (CtWindow *self, GFile *file);

/* ct-window-tour.c: the guided tour */
void ct_window_add_tour (CtWindow *self);
/* Opens the demo, or shows it where it is open, and begins when its notes are there. */
void ct_window_start_tour (CtWindow *self);
/* Begins now if it was asked for and there are notes. */
void ct_window_begin_tour (CtWindow *self);

/* ct-window-recover.c: what a crash left */
void ct_window_connect_recovery (CtWindow *self);

/* ct-window-chooser.c */
/* A chooser over the window that is forgotten after its response; NULL where one is open already. */
GtkFileChooserNative *ct_window_make_chooser (CtWindow *self, const char *title, GtkFileChooserAction action);
void ct_window_add_filter (GtkFileChooserNative *chooser, const char *name, const char *const *patterns);
void ct_window_run_chooser (CtWindow *self, void (*func) (CtWindow *self, GFile *file));

G_END_DECLS
