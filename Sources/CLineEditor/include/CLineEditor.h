#ifndef CLINEEDITOR_H
#define CLINEEDITOR_H

/* A line editor behind a small interface: the only place that knows GNU Readline.
 *
 * Ctrl-C is a byte in a pipe: while a line is read it cancels the line, while a statement runs it reaches
 * the thread that waits in rp_interrupt_wait. No signal handler jumps over Swift frames.
 * All functions but rp_interrupt_wait belong to one thread. */

typedef enum { RP_LINE_OK, RP_LINE_EOF, RP_LINE_INTERRUPTED } rp_line_status;

/* Gives completions of the word that ends at `end`: a malloc'ed array of malloc'ed strings that ends with NULL,
 * or NULL for none. `line` is the whole line. */
typedef char **(*rp_completer)(const char *line, int start, int end);

void rp_line_init(const char *application, rp_completer completer);

/* Reads one line. On RP_LINE_OK `*line` is malloc'ed and belongs to the caller (rp_line_free). The prompt may hold
 * colours between \001 and \002. */
rp_line_status rp_line_read(const char *prompt, char **line);
void rp_line_free(char *line);

/* History: entries may hold line ends. Files are of the owner alone (0600). */
int rp_history_load(const char *path);
void rp_history_add(const char *entry);
int rp_history_save(const char *path, int most);

/* Takes over SIGINT, SIGTERM, SIGHUP and SIGWINCH; also where no line is ever read. */
void rp_signal_install(void);

/* Waits for Ctrl-C at most so long: 1 when it came, 0 when time ran out. For one thread, which may be another than
 * the reader of lines. */
int rp_interrupt_wait(int milliseconds);
void rp_interrupt_clear(void);

#endif
