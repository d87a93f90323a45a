const css = `
body { margin: 0; display: grid; place-items: center; min-height: 220px; background: #f6f7fb; }
.clock { position: relative; width: 180px; height: 180px; border-radius: 50%; background: #fff;
  box-shadow: 0 0 0 6px #33415c inset, 0 6px 20px rgb(51 65 92 / 20%); }
.hand { position: absolute; left: 50%; bottom: 50%; transform-origin: bottom; border-radius: 4px; background: #33415c; }
.hour { width: 6px; height: 44px; margin-left: -3px; animation: turn 43200s linear infinite; }
.minute { width: 4px; height: 64px; margin-left: -2px; animation: turn 3600s linear infinite; }
.second { width: 2px; height: 72px; margin-left: -1px; background: #d1495b; animation: turn 60s steps(60) infinite; }
@keyframes turn { to { transform: rotate(360deg); } }
`;

/** Arguments for the client's tool that shows HTML in a sandboxed frame. */
export const clock = {
  initialHeight: 220,
  placeholderMessages: ['Drawing the face', 'Setting the hands'],
  css,
  html: '<div class="clock" role="img" aria-label="A clock"><i class="hand hour"></i><i class="hand minute"></i><i class="hand second"></i></div>',
};
