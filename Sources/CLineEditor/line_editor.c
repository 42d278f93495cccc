#define _GNU_SOURCE
#include "CLineEditor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

/* Bytes of the pipes: 'I' an interrupt, 'W' a new window size. */
static int line_pipe[2] = {-1, -1};
static int run_pipe[2] = {-1, -1};
static volatile sig_atomic_t is_reading = 0;

static char *finished_line = NULL;
static int is_finished = 0;
static rp_completer current_completer = NULL;

/* Signals */

static void put(int descriptor, char byte) {
    int saved = errno;
    /* A full pipe already holds what the reader must know. */
    ssize_t ignored = write(descriptor, &byte, 1);
    (void)ignored;
    errno = saved;
}

static void on_signal(int signal_number) {
    char byte = signal_number == SIGWINCH ? 'W' : 'I';
    if (is_reading) {
        put(line_pipe[1], byte);
    } else if (byte == 'I') {
        put(run_pipe[1], byte);
    }
}

/* The terminal is raw while a line is read: it must not stay so. */
static void on_end(int signal_number) {
    if (is_reading) rl_deprep_terminal();
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void make_pipe(int ends[2]) {
    if (ends[0] >= 0 || pipe(ends) != 0) return;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, fcntl(ends[i], F_GETFL) | O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
}

static void handle(int signal_number, void (*handler)(int)) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    sigaction(signal_number, &action, NULL);
}

void rp_signal_install(void) {
    make_pipe(line_pipe);
    make_pipe(run_pipe);
    handle(SIGINT, on_signal);
    handle(SIGWINCH, on_signal);
    handle(SIGTERM, on_end);
    handle(SIGHUP, on_end);
    /* A closed pipe of `| head` is an error of write, not the end of the process. */
    signal(SIGPIPE, SIG_IGN);
}

int rp_interrupt_wait(int milliseconds) {
    struct pollfd one = {run_pipe[0], POLLIN, 0};
    if (poll(&one, 1, milliseconds) <= 0) return 0;
    char byte;
    return read(run_pipe[0], &byte, 1) == 1;
}

void rp_interrupt_clear(void) {
    char bytes[64];
    while (read(run_pipe[0], bytes, sizeof bytes) > 0) {
    }
}

/* Completion */

static char **complete(const char *text, int start, int end) {
    (void)text;
    rl_attempted_completion_over = 1; /* never file names */
    rl_completion_append_character = '\0';
    if (!current_completer) return NULL;
    char **found = current_completer(rl_line_buffer, start, end);
    if (!found || !found[0]) {
        free(found);
        return NULL;
    }
    /* Readline wants the common beginning in front of the candidates. */
    size_t count = 0, common = strlen(found[0]);
    for (; found[count]; count++) {
        size_t same = 0;
        while (same < common && found[count][same] == found[0][same]) same++;
        common = same;
    }
    while (common > 0 && ((unsigned char)found[0][common] & 0xC0) == 0x80) common--; /* whole characters */
    if (count == 1) return found;
    char **matches = malloc((count + 2) * sizeof *matches);
    if (!matches) return found;
    matches[0] = strndup(found[0], common);
    memcpy(matches + 1, found, (count + 1) * sizeof *found);
    free(found);
    return matches;
}

/* Lines */

static void on_line(char *line) {
    finished_line = line;
    is_finished = 1;
    rl_callback_handler_remove();
}

void rp_line_init(const char *application, rp_completer completer) {
    current_completer = completer;
    rl_readline_name = application;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = " \t\n|,=()[]{}<>+-*/%:;!&";
    rl_completer_quote_characters = "";
    rl_variable_bind("enable-bracketed-paste", "on");
    rl_variable_bind("completion-ignore-case", "off");
    using_history();
    history_write_timestamps = 1;
    history_comment_char = '#';
}

static rp_line_status cancel_line(void) {
    rl_crlf();
    rl_free_line_state();
    rl_callback_sigcleanup();
    RL_UNSETSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_VIMOTION | RL_STATE_NUMERICARG | RL_STATE_MULTIKEY);
    rl_line_buffer[rl_point = rl_end = rl_mark = 0] = 0;
    rl_callback_handler_remove();
    return RP_LINE_INTERRUPTED;
}

rp_line_status rp_line_read(const char *prompt, char **line) {
    *line = NULL;
    finished_line = NULL;
    is_finished = 0;
    rl_callback_handler_install(prompt, on_line);
    is_reading = 1;
    rp_line_status status = RP_LINE_OK;
    while (!is_finished) {
        struct pollfd both[2] = {{STDIN_FILENO, POLLIN, 0}, {line_pipe[0], POLLIN, 0}};
        if (poll(both, 2, -1) < 0) {
            if (errno == EINTR) continue;
            rl_callback_handler_remove();
            status = RP_LINE_EOF;
            break;
        }
        char byte;
        if (both[1].revents && read(line_pipe[0], &byte, 1) == 1) {
            if (byte == 'W') {
                rl_resize_terminal();
            } else {
                status = cancel_line();
                break;
            }
        } else if (both[0].revents) {
            rl_callback_read_char();
        }
    }
    is_reading = 0;
    if (!is_finished) return status;
    if (!finished_line) return RP_LINE_EOF;
    *line = finished_line;
    return RP_LINE_OK;
}

void rp_line_free(char *line) { free(line); }

/* History */

int rp_history_load(const char *path) { return read_history(path); }

void rp_history_add(const char *entry) {
    HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (last && strcmp(last->line, entry) == 0) return;
    add_history(entry);
}

int rp_history_save(const char *path, int most) {
    /* Made before it is written, so that it is never readable by others. */
    int descriptor = open(path, O_CREAT | O_WRONLY, 0600);
    if (descriptor >= 0) close(descriptor);
    stifle_history(most);
    int result = write_history(path);
    chmod(path, 0600);
    return result;
}
